import type { Finding, ScreeningPolicy } from '../../contracts/screening';
import { WATCH_RULES, type Watch, type WatchRule } from './rules';

/** Every rule that finds something on a release. A project's first release has nothing to be compared with. */
export function judge(watch: Watch, { rules }: Pick<ScreeningPolicy, 'rules'>): Finding[] {
  if (watch.history.length === 0) return [];
  return (Object.keys(WATCH_RULES) as WatchRule[]).flatMap((rule) => {
    const reason = WATCH_RULES[rule](watch);
    return reason === undefined ? [] : [{ rule, mode: rules[rule], reason }];
  });
}
