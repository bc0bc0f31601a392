/** What `registry fair-use` says to people. Pure. */
import type { Proposal } from '../../domain/usage/fair-use/state';
import { printable } from './failure';
import { table } from './table';

const HEAD = ['', 'state', 'who', 'ranges', 'since', 'until', 'by'];

const NEXT =
  'Block what is proposed, until its end: npx registry fair-use apply <name>. Let it go: npx registry fair-use forget <name>.';

export function proposalsText(proposals: readonly Proposal[]): string {
  if (proposals.length === 0) return 'Nobody draws more than is fair.';
  const cells = proposals.map(({ id, status, name, ranges, since, until, by = '' }) => [
    id,
    status,
    printable(name),
    String(ranges.length),
    day(since),
    day(until),
    printable(by),
  ]);
  const reasons = proposals.map(({ id, reason }) => `${id}: ${printable(reason)}`);
  const next = proposals.some(({ status }) => status === 'proposed') ? ['', NEXT] : [];
  return [table([HEAD, ...cells]), '', ...reasons, ...next].join('\n');
}

const day = (time: string): string => time.slice(0, 10);
