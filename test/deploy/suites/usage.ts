/** The daily count as it is deployed: log files in; tables, proposals of fair use and the account of a month out, by the function of the template. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import type { EdgeLogRecord } from '../../../domain/contracts/edge-log';
import { LEDGER_PREFIX } from '../../../domain/contracts/keys';
import {
  FAIR_USE_DOCUMENT_KEY,
  FAIR_USE_DOCUMENT_PATH,
  holderUsageKey,
  RUNS_PREFIX,
  SET_ASIDE_PREFIX,
  STATS_PREFIX,
  TRANSPARENCY_PREFIX,
} from '../../../domain/contracts/usage';
import { readEntry } from '../../../domain/records/ledger';
import { tablesOf } from '../../../domain/usage/aggregate';
import type { Proposal } from '../../../domain/usage/fair-use/state';
import { logFaultKey, logFolder } from '../../../domain/usage/log-files';
import type { HolderUsage } from '../../../domain/usage/partner/usage';
import { addDays, periodOf, previousPeriod } from '../../../domain/usage/period';
import { reportKey } from '../../../domain/usage/report/publish';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { tableKey } from '../../../domain/usage/tables';
import { encodeCustomData, encodeLogValue } from '../../../local/simulators/logs/encode';
import { type Deployed, STACK } from '../support/deployed';
import { physicalId, stackResources } from '../support/stack';
import { keysBelow, readText } from '../support/uploads';

/** The last whole one, as pages of holders go back some months only. */
const MONTH = previousPeriod(periodOf('month', new Date().toISOString().slice(0, 10)));
const DAY = addDays(MONTH.from, 4);
const CRAWLED = addDays(MONTH.from, 5);

const EDGE: EdgeLogRecord = { tier: 'anonymous', ecosystem: 'pypi', project: 'commons-demo', kind: 'file' };

type Line = Readonly<Record<string, string>> & { readonly day?: string };

/** Downloads of one file by as many addresses. */
const lines = (hour: string, addresses: number, { day = DAY, ...changes }: Line = {}): string[] =>
  Array.from({ length: addresses }, (_, i) => {
    const values = {
      date: day,
      time: `${hour}:15:0${i % 10}`,
      'c-ip': `198.51.100.${i + 1}`,
      'cs-method': 'GET',
      'cs-uri-stem': '/pypi/files/commons-demo/commons_demo-1.0-py3-none-any.whl',
      'cs(User-Agent)': encodeLogValue('pip/26.3 {"ci":true}'),
      'sc-bytes': '1000',
      'sc-status': '200',
      'x-edge-result-type': 'Hit',
      'viewer-request-log-data': encodeCustomData(JSON.stringify(EDGE)),
      ...changes,
    };
    return JSON.stringify({ ...Object.fromEntries(ACCESS_LOG_FIELDS.map((name) => [name, '-'])), ...values });
  });

/** Twelve gigabytes to a crawler, and a little to somebody with a token. */
const CRAWL = lines('09', 12, { day: CRAWLED, 'cs(User-Agent)': 'GPTBot/1.2', 'sc-bytes': '1000000000' });
const HOLDER = lines('10', 2, {
  day: CRAWLED,
  'viewer-request-log-data': encodeCustomData(JSON.stringify({ ...EDGE, tier: 'supporter', holder: 'acme' })),
});

export function usage(registry: Deployed): void {
  describe('usage', () => {
    let lambda: LambdaClient;
    let logs: { readonly right: string; readonly again: string; readonly cut: string; readonly crawled: string };
    beforeAll(() => {
      lambda = new LambdaClient(registry.world.client);
      const distribution = registry.output('DISTRIBUTION_ID');
      const key = (hour: string, name: string, day = DAY) =>
        `${logFolder(distribution, day, hour)}${distribution}.${day}-${hour}.${name}.gz`;
      logs = { right: key('07', 'a'), again: key('07', 'b'), cut: key('08', 'c'), crawled: key('09', 'a', CRAWLED) };
    });
    afterAll(() => {
      lambda.destroy();
    });

    const put = (Key: string, Body: Buffer) =>
      registry.world.s3.send(new PutObjectCommand({ Bucket: registry.output('LOGS_BUCKET'), Key, Body }));
    const read = async (name: 'LOGS_BUCKET' | 'USAGE_BUCKET' | 'PACKAGES_BUCKET', Key: string): Promise<Buffer> => {
      const { Body } = await registry.world.s3.send(new GetObjectCommand({ Bucket: registry.output(name), Key }));
      return Buffer.from(await Body!.transformToByteArray());
    };
    const tables = () => Promise.all(tablesOf('day').map((table) => read('USAGE_BUCKET', tableKey(table, DAY))));

    /** Runs the function as an operator does, and waits for its end. */
    async function count(period = DAY): Promise<void> {
      const resources = await stackResources(registry.world.cloudFormation, STACK);
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: physicalId(resources, 'AWS::Lambda::Function', /^Usage/),
          Payload: JSON.stringify({ periods: [period] }),
        }),
      );
      expect([FunctionError, Buffer.from(Payload ?? []).toString()]).toEqual([undefined, 'null']);
    }

    test('a day is counted from its log files, but for what came twice or broken', async () => {
      const whole = gzipSync(`${lines('07', 12).join('\n')}\n`);
      await put(logs.right, whole);
      await put(logs.again, whole);
      await put(logs.cut, gzipSync(lines('08', 200).join('\n')).subarray(0, 300));
      await put(logs.cut.replace('.c.', '.d.'), gzipSync(lines('08', 11).join('\n')));
      await count();
      const hours = JSON.parse((await read('USAGE_BUCKET', tableKey('hours', DAY))).toString()) as { rows: unknown[] };
      // day, hour, requests, bytes, downloads, hits, cacheable, limited, refused, client errors, server errors, addresses
      expect(hours.rows).toEqual([
        [DAY, 7, 12, 12_000, 12, 12, 12, 0, 0, 0, 0, 12],
        [DAY, 8, 11, 11_000, 11, 11, 11, 0, 0, 0, 0, 11],
      ]);
      const files = JSON.parse((await read('USAGE_BUCKET', tableKey('files', DAY))).toString()) as { rows: unknown[] };
      expect(files.rows).toEqual([
        ['pypi', 'commons-demo', 'file', '/pypi/files/commons-demo/commons_demo-1.0-py3-none-any.whl', 23, 23_000, 23, 12],
      ]);
    });

    test('each fault is told, and the file is where its reason says', async () => {
      const faults = await Promise.all(
        (
          [
            ['again', 'duplicate'],
            ['cut', 'damaged'],
          ] as const
        ).map(async ([name, fault]) => {
          const text = await read('USAGE_BUCKET', logFaultKey({ day: DAY, file: logs[name], fault }));
          return JSON.parse(text.toString()) as unknown;
        }),
      );
      expect(faults).toMatchObject([
        { file: logs.again, fault: 'duplicate', detail: `the same lines have come as ${logs.right}`, fate: 'set-aside' },
        { file: logs.cut, fault: 'damaged', fate: 'set-aside' },
      ]);
      expect(
        gunzipSync(await read('LOGS_BUCKET', SET_ASIDE_PREFIX + logs.again))
          .toString()
          .split('\n'),
      ).toHaveLength(13);
      await expect(read('LOGS_BUCKET', logs.cut)).rejects.toThrow(/does not exist/);
    });

    test('what it read is on record', async () => {
      const run = JSON.parse((await read('USAGE_BUCKET', `${RUNS_PREFIX}${DAY}.json`)).toString()) as Record<string, number>;
      expect(run).toMatchObject({ period: DAY, queries: tablesOf('day').length });
      expect(run.scannedBytes).toBeGreaterThan(0);
    });

    test('counted again it is the same bytes', async () => {
      const before = await tables();
      await count();
      expect((await tables()).map((table, i) => table.equals(before[i]!))).toEqual(before.map(() => true));
    });

    test('no address has left the query', async () => {
      expect(Buffer.concat(await tables()).toString()).not.toContain('198.51.100.');
    });

    const json = async <T>(name: 'USAGE_BUCKET' | 'PACKAGES_BUCKET', key: string): Promise<T> =>
      JSON.parse((await read(name, key)).toString()) as T;
    const fairUse = (...args: readonly string[]) => registry.world.registry(['fair-use', ...args, '--stack', STACK]);
    const proposals = async () => {
      const { output } = await fairUse('list', '--json');
      return (JSON.parse(output) as { proposals: Proposal[] }).proposals;
    };
    const RANGE = '198.51.100.0/24';
    const blocked = async () => {
      const { output } = await registry.world.registry(['access', 'list', '--stack', STACK, '--json']);
      const { entries } = JSON.parse(output) as { entries: { what: string; state: string }[] };
      return entries.find(({ what }) => what === RANGE)?.state;
    };

    test('who draws more than is fair is proposed, and everybody may read why but not who', async () => {
      await put(logs.crawled, gzipSync([...CRAWL, ...HOLDER].join('\n')));
      await count(CRAWLED);
      const [proposal, ...others] = await proposals();
      expect([proposal!.status, proposal!.ranges, others]).toEqual(['proposed', [RANGE], []]);
      const text = (await read('PACKAGES_BUCKET', FAIR_USE_DOCUMENT_KEY)).toString();
      expect(JSON.parse(text)).toMatchObject({ notices: [{ id: proposal!.id, status: 'proposed', reason: proposal!.reason }] });
      expect(text).not.toContain('198.51.100.');
    });

    test('an operator blocks what is proposed and lets go of it, and the ledger says so without the address', async () => {
      const [{ id }] = (await proposals()) as [Proposal];
      expect(await fairUse('apply', id, '--by', 'ada')).toMatchObject({ code: 0 });
      expect([await blocked(), (await proposals())[0]]).toMatchObject(['in effect', { status: 'applied', by: 'ada' }]);
      expect(await fairUse('forget', id, '--by', 'ada')).toMatchObject({ code: 0 });
      expect([await blocked(), (await proposals())[0]]).toMatchObject(['ended', { status: 'forgotten' }]);
      const { s3 } = registry.world;
      const records = registry.output('RECORDS_BUCKET');
      const keys = (await keysBelow(s3, records, LEDGER_PREFIX)).sort().slice(-2);
      const entries = await Promise.all(keys.map((key) => readText(s3, records, key)));
      expect(entries.map((entry) => readEntry(Buffer.from(entry)).event.kind)).toEqual(['access.changed', 'access.changed']);
      expect(entries.join('')).not.toContain('198.51.100.');
    });

    test('the account of a month is published with its tables, and what each holder used', async () => {
      await count(MONTH.name);
      const report = await json<TransparencyReport>('PACKAGES_BUCKET', reportKey(MONTH.name));
      expect([report.period, report.figures.requests!.value, report.figures.downloads!.value]).toEqual([MONTH.name, 37, 37]);
      expect(report.figures.estimatedUsd!.value).toBeGreaterThan(12);
      const page = (await read('PACKAGES_BUCKET', `${TRANSPARENCY_PREFIX}${MONTH.name}/index.html`)).toString();
      expect(page).toMatch(/^<!doctype html>/i);
      const totals = await json<{ downloads: number }>('PACKAGES_BUCKET', `${STATS_PREFIX}totals/${MONTH.name}.json`);
      expect(totals.downloads).toBe(37);
      const holder = await json<HolderUsage>('PACKAGES_BUCKET', holderUsageKey('supporter', 'acme', 'usage.json'));
      expect(holder.tables.months.rows[0]).toMatchObject({ month: MONTH.name, requests: 2, downloads: 2 });
    });

    test('what is published is served, and the page of a holder is not without their token', async () => {
      const url = await registry.edge();
      const answers = await Promise.all(
        [`/-/transparency/${MONTH.name}/report.json`, FAIR_USE_DOCUMENT_PATH, '/-/usage/supporter/acme/usage.json'].map((path) =>
          fetch(new URL(path, url)),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    });
  });
}
