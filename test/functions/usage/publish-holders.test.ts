import type { HolderUsage } from '../../../domain/usage/partner/usage';
import { publishHolders } from '../../../functions/lambda/usage/publish-holders';
import { table } from '../../domain/usage/report/sample';
import { type MemoryReporting, memoryReporting } from './reporting';

const acme = (requests: number) => [['commercial', 'acme', 'ci', requests, 1000, requests, 0, 0, 0, 0, 2]];
const TABLES = [
  table('tiers', '2026-09', acme(9)),
  table('tiers', '2026-10-30', acme(100)),
  table('tiers', '2026-10-31', acme(10)),
  table('holder_projects', '2026-10-31', [['commercial', 'acme', 'pypi', 'six', 10, 1000, 10, 0, 0, 0, 0]]),
  table('tiers', '2026-11-01', acme(7)),
];
const PROPOSAL = {
  id: 'fu-00000001',
  kind: 'holder',
  name: 'commercial/acme',
  status: 'advice',
  reason: 'Drew a lot.',
  since: '2026-10-31T05:30:00.000Z',
  until: '2026-11-08T00:00:00.000Z',
};

let at: MemoryReporting;
beforeEach(async () => {
  at = await memoryReporting(TABLES);
  const proposals = { schema: 1, proposals: [PROPOSAL] };
  await at.usage.put('fair-use.json', { body: Buffer.from(JSON.stringify(proposals)), contentType: 'x' });
});

async function pageOn(today: string): Promise<HolderUsage> {
  await publishHolders(at, today);
  return JSON.parse(at.packages.current('index/-/usage/commercial/acme/usage.json')!.body.toString()) as HolderUsage;
}

test('on each day a holder reads of the month until the day before, of earlier months, and of fair use', async () => {
  const { month, until, figures, tables, fairUse } = await pageOn('2026-11-01');
  expect([month, until, figures.requests!.value]).toEqual(['2026-10', '2026-10-31', 110]);
  expect(tables.months.rows.map((row) => [row.month, row.requests])).toEqual([['2026-09', 9]]);
  expect(tables.projects.rows.map(({ project }) => project)).toEqual(['pypi six']);
  expect(fairUse).toEqual([{ reason: 'Drew a lot.', since: PROPOSAL.since, until: PROPOSAL.until }]);
  expect(at.packages.keys()).toEqual(['index/-/usage/commercial/acme/index.html', 'index/-/usage/commercial/acme/usage.json']);
});

test('a new month begins on its second day', async () => {
  const { month, figures } = await pageOn('2026-11-02');
  expect([month, figures.requests!.value]).toEqual(['2026-11', 7]);
});
