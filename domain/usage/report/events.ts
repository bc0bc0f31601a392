/** What happened in the month that is no download: the brake's moves, and log files that could not be counted. */
import type { LogFault, ReportInput } from './input';
import type { ReportTable } from './types';

export const brakeTable = ({ brakeMoves = [], period }: ReportInput): ReportTable => ({
  title: 'Moves of the brake',
  about:
    'When the registry slowed down to stay within its budget: degree 0 is off, 3 serves supporters only. All moves are in the ledger.',
  columns: [
    { name: 'at', title: 'When (UTC)' },
    { name: 'from', title: 'From degree', unit: 'degree' },
    { name: 'to', title: 'To degree', unit: 'degree' },
    { name: 'cause', title: 'Cause' },
    { name: 'effect', title: 'Effect' },
  ],
  rows: brakeMoves
    .filter(({ at }) => at.slice(0, 10) >= period.from && at.slice(0, 10) <= period.until)
    .map(({ at, from, to, cause, dry }) => ({ at, from, to, cause, effect: dry ? 'dry run: nobody was refused' : 'in effect' })),
});

export const faultTable = (faults: readonly LogFault[]): ReportTable => ({
  title: 'Faults of the log',
  about: 'Log files that were not counted, or counted with a remark. What is lost here is missing in every number.',
  columns: [
    { name: 'reason', title: 'What was wrong' },
    { name: 'files', title: 'Files', unit: 'files' },
  ],
  rows: faults.map(({ reason, files }) => ({ reason, files })),
});
