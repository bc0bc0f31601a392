/** What a refresh of the price table says to the person who asked for it. */
import type { PriceProblem, Refreshed } from './refresh';

/** @param outcome what became of the table, a sentence */
export function refreshText({ changes, confirmed, manual, left, problems }: Refreshed, outcome: string): string {
  const byHand = Object.values(manual).reduce((sum, ids) => sum + ids.length, 0);
  return [
    ...(changes.length > 0 ? ['Changed:'] : ['No price has changed.']),
    ...changes.map(
      ({ id, from, to, percent, source, published }) =>
        `  ${id}: $${from} -> $${to} (${percent === undefined ? 'was free' : signed(percent)}), list of ${published}, ${source}`,
    ),
    `${confirmed} prices are as they were.`,
    ...(left.length > 0 ? [`Left as they are, because you said so: ${left.join(', ')}.`] : []),
    `${byHand} are looked up by hand and stay untouched:`,
    ...Object.entries(manual).map(([why, ids]) => `  ${ids.length} (${ids[0]!}${ids.length > 1 ? ', ...' : ''}): ${why}`),
    ...(problems.length > 0 ? [`${problems.length} could not be read:`, ...problems.map(problemText)] : []),
    outcome,
  ].join('\n');
}

const problemText = ({ id, got, allowed, change }: PriceProblem): string =>
  `  ${id}: got: ${got}; allowed: ${allowed}; to change: ${change}`;

const signed = (percent: number): string => `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
