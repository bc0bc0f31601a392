import { blockedName, fileBlockKey, projectBlockKey, SOME } from '../../domain/contracts/blocks';
import type { Store } from './access';
import { sha256 } from './digest';
import type { Route } from './site';

/**
 * The answer that an operator has put in place of an object, `<status> <reason>`; undefined when there is none.
 * @param ecosystem its name in keys
 */
export async function blockOf(store: Store, ecosystem: string, route: Route): Promise<string | undefined> {
  if (!route.project) return undefined;
  const ofProject = projectBlockKey(ecosystem, route.project);
  const isAny = await store.exists(ofProject);
  if (!isAny) return undefined;
  const whole = await store.get(ofProject);
  if (whole !== SOME) return whole;
  const ofFile = fileBlockKey(sha256(blockedName(route.key)));
  const isBlocked = await store.exists(ofFile);
  return isBlocked ? store.get(ofFile) : undefined;
}
