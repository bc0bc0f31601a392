/** Looks in texts for what may be in none of them: addresses, tokens, whole user agents, paths that somebody has mistyped. */
import { encodeLogValue } from '../../local/simulators/logs/encode';
import { tokenOf } from '../traffic/tokens';
import type { Month } from './month';
import { MISSING } from './objects';

/** Distinct addresses from which on a user agent is no rare one. */
const RARE_BELOW = 10;

export interface Secret {
  readonly kind: 'address' | 'range' | 'token' | 'user agent' | 'missing';
  readonly text: string;
}

export function secretsOf({ truth: { secrets }, population }: Pick<Month, 'truth' | 'population'>): readonly Secret[] {
  const tokens = Object.values(population).flatMap(({ token }) => (token ? [tokenOf(token)] : []));
  const agents = [...secrets.agents].flatMap(([text, addresses]) => (addresses.size < RARE_BELOW && text !== '' ? [text] : []));
  const kinds: readonly (readonly [Secret['kind'], readonly string[]])[] = [
    ['address', [...secrets.addresses]],
    // As far as it is the same for all of a range: 10.1.2. or 2001:db8:101:
    ['range', [...secrets.ranges].map((range) => range.replace(/0\/24$|:\/48$/, ''))],
    ['token', tokens],
    // The part after the last dot is what proves it.
    ['token', tokens.map((token) => token.split('.').at(-1)!)],
    ['user agent', agents],
    ['missing', [MISSING]],
  ];
  return kinds.flatMap(([kind, texts]) => [...new Set(texts)].map((text) => ({ kind, text })));
}

/** Those that are found in any spelling. */
export function found(secrets: readonly Secret[], texts: readonly string[]): readonly Secret[] {
  const all = texts.join('\n').toLowerCase();
  return secrets.filter(({ text }) => spellings(text).some((spelling) => all.includes(spelling)));
}

const spellings = (text: string): string[] =>
  [...new Set([text, encodeLogValue(text), encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])].map((each) =>
    each.toLowerCase(),
  );
