/** Which reports there are, newest first. */
import type { TransparencyReport } from './types';

export interface HistoryEntry {
  readonly period: string;
  readonly version: number;
  readonly published: string;
  readonly requests: number | null;
  readonly bytes: number | null;
  readonly downloads: number | null;
  readonly estimatedUsd: number | null;
  readonly preliminary?: true;
}

export interface History {
  readonly schema: 1;
  readonly reports: readonly HistoryEntry[];
}

export const historyOf = (before: History | undefined, report: TransparencyReport): History => ({
  schema: 1,
  reports: [...(before?.reports ?? []).filter(({ period }) => period !== report.period), entryOf(report)].sort((a, b) =>
    a.period < b.period ? 1 : -1,
  ),
});

function entryOf({ period, version, published, figures, preliminary }: TransparencyReport): HistoryEntry {
  const value = (name: string): number | null => figures[name]?.value ?? null;
  return {
    period,
    version,
    published,
    requests: value('requests'),
    bytes: value('bytes'),
    downloads: value('downloads'),
    estimatedUsd: value('estimatedUsd'),
    ...(preliminary && { preliminary }),
  };
}
