import { parseCommandKey } from '../../../domain/contracts/keys';
import { FAIR_USE_DOCUMENT_KEY, FAIR_USE_KEY } from '../../../domain/contracts/usage';
import { parseCommand } from '../../../domain/records/command';
import { serialize, tableOf } from '../../../domain/usage/aggregate';
import type { Row } from '../../../domain/usage/engine';
import { FAIR_USE_DEFAULTS } from '../../../domain/usage/fair-use/settings';
import type { FairUseState } from '../../../domain/usage/fair-use/state';
import { periodNamed } from '../../../domain/usage/period';
import { tableKey } from '../../../domain/usage/tables';
import { type FairUse, runFairUse } from '../../../functions/lambda/usage/fair-use';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';

const DAY = periodNamed('2026-10-05');
const TODAY = '2026-10-06';
/** The last one that is over on that day. */
const WEEK = periodNamed('2026-W40');
const TIERS = tableOf('tiers', DAY.name, [
  ['anonymous', '-', 'agent', 1_000, 900e9, 800, 0, 0, 0, 0, 400],
  ['supporter', 'acme', 'ci', 10, 100e9, 10, 0, 0, 0, 0, 1],
]);

/** 600 ranges of one crawler; nobody else. */
const RANGES: Row[] = Array.from({ length: 600 }, (_, i) => [`11.${i >> 8}.${i & 255}.0/24`]);
const answers = (sql: string): Row[] => {
  if (sql.includes('mine AS')) return RANGES;
  return sql.includes('client, version, COUNT') || sql.includes('SELECT asn, client, version')
    ? [[64500, 'harvester', '2.1', 1_000, 0, 500e9, 800, 0]]
    : [];
};

let now: Date;
let run: FairUse & Record<'usage' | 'packages' | 'staging', MemoryObjectStore>;
beforeEach(async () => {
  now = new Date('2026-10-06T05:30:00Z');
  run = {
    engine: { select: (sql) => Promise.resolve(answers(sql)) },
    usage: new MemoryObjectStore(),
    packages: new MemoryObjectStore(),
    staging: new MemoryObjectStore(),
    settings: FAIR_USE_DEFAULTS,
    clock: () => now,
  };
  await run.usage.put(tableKey('tiers', DAY.name), { body: Buffer.from(serialize(TIERS)), contentType: 'application/json' });
});

const read = async <T>(store: MemoryObjectStore, key: string): Promise<T> =>
  JSON.parse((await store.get(key))!.body.toString()) as T;
const commands = async () => {
  const { objects } = await run.staging.list('commands/');
  return objects.map(({ key }) => key);
};

test('in evaluation a fleet is proposed, a holder advised, nobody is blocked, and everybody may know why but not who', async () => {
  await runFairUse(run, [DAY], TODAY);
  const { proposals } = await read<FairUseState>(run.usage, FAIR_USE_KEY);
  expect(proposals.map(({ name, status, ranges }) => [name, status, ranges.length])).toEqual([
    ['AS64500 harvester 2.1', 'proposed', 600],
    ['supporter/acme', 'advice', 0],
  ]);
  expect(await commands()).toEqual([]);
  const text = (await run.packages.get(FAIR_USE_DOCUMENT_KEY))!.body.toString();
  expect(JSON.parse(text)).toMatchObject({
    fair: { mode: 'evaluation', percentOfBytes: 2 },
    notices: [{ status: 'proposed', reason: expect.stringContaining('50.0 % of everything served') as string }],
  });
  expect(text).not.toMatch(/64500|harvester|acme|11\.0/);
});

test('when the configuration says so the intake is asked to block, once for each end', async () => {
  run = { ...run, settings: { ...FAIR_USE_DEFAULTS, mode: 'automatic' } };
  await runFairUse(run, [DAY], TODAY);
  await runFairUse(run, [DAY], TODAY);
  const keys = await commands();
  expect(keys.map((key) => parseCommandKey(key)?.upload)).toEqual([
    expect.stringMatching(/^command-fu-[0-9a-f]{8}-20261014-0$/),
    expect.stringMatching(/^command-fu-[0-9a-f]{8}-20261014-500$/),
  ]);
  const given = parseCommand((await run.staging.get(keys[0]!))!.body);
  expect(given).toMatchObject({ action: 'access-block', by: 'fair-use', until: '2026-10-14T00:00:00.000Z' });
  now = new Date('2026-10-07T05:30:00Z');
  await runFairUse(run, [DAY], TODAY);
  expect((await commands()).length).toBe(4);
});

test('a day on which all together draw less than a fair share of one asks nothing', async () => {
  const little = tableOf('tiers', DAY.name, [['anonymous', '-', 'agent', 1_000, 10e9, 5_000, 4_999, 0, 0, 0, 1]]);
  await run.usage.put(tableKey('tiers', DAY.name), { body: Buffer.from(serialize(little)), contentType: 'application/json' });
  const select = jest.fn((sql: string) => Promise.resolve(answers(sql)));
  await runFairUse({ ...run, engine: { select } }, [DAY], TODAY);
  expect(select).not.toHaveBeenCalled();
  expect(await read(run.packages, FAIR_USE_DOCUMENT_KEY)).toMatchObject({ notices: [] });
});

test('a week that was made and could not be looked at is looked at on the next day, once', async () => {
  const tiers = { ...TIERS, period: WEEK.name };
  await run.usage.put(tableKey('tiers', WEEK.name), { body: Buffer.from(serialize(tiers)), contentType: 'application/json' });
  const away = { ...run, engine: { select: () => Promise.reject(new Error('Athena is away.')) } };
  await expect(runFairUse(away, [WEEK], TODAY)).rejects.toThrow('Athena is away.');
  await runFairUse(run, [], '2026-10-07');
  const { week, proposals } = await read<FairUseState>(run.usage, FAIR_USE_KEY);
  expect([week, proposals.map(({ period }) => period)]).toEqual([WEEK.name, [WEEK.name, WEEK.name]]);
  await runFairUse(away, [], '2026-10-08');
});

test('a day without tables changes nothing', async () => {
  await runFairUse(run, [periodNamed('2026-10-04')], TODAY);
  expect(await read(run.usage, FAIR_USE_KEY)).toEqual({ schema: 1, proposals: [] });
});

test('what an operator decides at the same time is kept', async () => {
  await runFairUse(run, [DAY], TODAY);
  const state = await read<FairUseState>(run.usage, FAIR_USE_KEY);
  const decided = { ...state, proposals: state.proposals.map((one) => ({ ...one, status: 'forgotten' })) };
  const get = run.usage.get.bind(run.usage);
  let reads = 0;
  run.usage.get = async (key, version) => {
    const found = await get(key, version);
    if (key === FAIR_USE_KEY && reads++ === 0)
      await run.usage.put(FAIR_USE_KEY, { body: Buffer.from(JSON.stringify(decided)), contentType: 'application/json' });
    return found;
  };
  now = new Date('2026-10-07T05:30:00Z');
  await runFairUse(run, [DAY], TODAY);
  expect((await read<FairUseState>(run.usage, FAIR_USE_KEY)).proposals.map(({ status }) => status)).toEqual([
    'forgotten',
    'forgotten',
  ]);
});
