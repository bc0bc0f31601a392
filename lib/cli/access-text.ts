/** What the `access` commands say to people. Pure. */
import type { AccessRow } from '../../domain/access/overview';
import type { Changes } from './access';
import { printable } from './failure';
import { table } from './table';

const HEAD = ['', 'what', 'state', 'since', 'until', 'by', 'reason'];

/** What to do about it. */
const ADVICE: Readonly<Partial<Record<AccessRow['state'], string>>> = {
  missing:
    'missing: on record, and not in the web ACL, as after a deployment that emptied a list. Put it back: npx registry access restore',
  lingering: 'lingering: over, and still in the web ACL. It leaves within the hour; at once with: npx registry access restore',
  'by hand':
    'by hand: in the web ACL, and not on record. Give it a reason by allowing or blocking it here, or take it out: npx registry access forget',
};

/** A table, and below it what to do about each state that needs it. */
export function rowsText(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'Nothing is allowed or blocked.';
  const cells = rows.map((row) => [
    row.effect,
    row.what,
    row.state,
    minute(row.since),
    row.ended === undefined ? minute(row.until) : `${minute(row.ended)} (ended)`,
    row.by === undefined ? '' : printable(row.requester === undefined ? row.by : `${row.by} (${row.requester})`),
    printable(row.reason ?? ''),
  ]);
  const advice = Object.entries(ADVICE).filter(([state]) => rows.some((row) => row.state === state));
  return [table([HEAD, ...cells]), ...advice.map(([, text]) => `\n${text}`)].join('\n');
}

/** To the minute, in UTC. */
const minute = (time: string | undefined): string => (time === undefined ? '' : `${time.slice(0, 16).replace('T', ' ')}Z`);

export function changesText({ added, removed }: Changes): string {
  if (added.length + removed.length === 0) return 'The web ACL holds all of it already.';
  return [...added.map((one) => `+ ${one}`), ...removed.map((one) => `- ${one}`)].join('\n');
}
