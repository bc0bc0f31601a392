/** The daily count as it is deployed: log files in, tables out, with Athena, Glue and the function of the template. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import type { EdgeLogRecord } from '../../../domain/contracts/edge-log';
import { RUNS_PREFIX, SET_ASIDE_PREFIX } from '../../../domain/contracts/usage';
import { tablesOf } from '../../../domain/usage/aggregate';
import { logFaultKey, logFolder } from '../../../domain/usage/log-files';
import { tableKey } from '../../../domain/usage/tables';
import { encodeCustomData, encodeLogValue } from '../../../local/simulators/logs/encode';
import { type Deployed, STACK } from '../support/deployed';
import { physicalId, stackResources } from '../support/stack';

const DAY = '2026-10-05';

const EDGE: EdgeLogRecord = { tier: 'anonymous', ecosystem: 'pypi', project: 'commons-demo', kind: 'file' };

/** Downloads of one file by as many addresses. */
const lines = (hour: string, addresses: number): string[] =>
  Array.from({ length: addresses }, (_, i) => {
    const values = {
      date: DAY,
      time: `${hour}:15:0${i % 10}`,
      'c-ip': `198.51.100.${i + 1}`,
      'cs-method': 'GET',
      'cs-uri-stem': '/pypi/files/commons-demo/commons_demo-1.0-py3-none-any.whl',
      'cs(User-Agent)': encodeLogValue('pip/26.3 {"ci":true}'),
      'sc-bytes': '1000',
      'sc-status': '200',
      'x-edge-result-type': 'Hit',
      'viewer-request-log-data': encodeCustomData(JSON.stringify(EDGE)),
    };
    return JSON.stringify({ ...Object.fromEntries(ACCESS_LOG_FIELDS.map((name) => [name, '-'])), ...values });
  });

export function usage(registry: Deployed): void {
  describe('usage', () => {
    let lambda: LambdaClient;
    let logs: { readonly right: string; readonly again: string; readonly cut: string };
    beforeAll(() => {
      lambda = new LambdaClient(registry.world.client);
      const distribution = registry.output('DISTRIBUTION_ID');
      const key = (hour: string, name: string) =>
        `${logFolder(distribution, DAY, hour)}${distribution}.${DAY}-${hour}.${name}.gz`;
      logs = { right: key('07', 'a'), again: key('07', 'b'), cut: key('08', 'c') };
    });
    afterAll(() => {
      lambda.destroy();
    });

    const put = (Key: string, Body: Buffer) =>
      registry.world.s3.send(new PutObjectCommand({ Bucket: registry.output('LOGS_BUCKET'), Key, Body }));
    const read = async (name: 'LOGS_BUCKET' | 'USAGE_BUCKET', Key: string): Promise<Buffer> => {
      const { Body } = await registry.world.s3.send(new GetObjectCommand({ Bucket: registry.output(name), Key }));
      return Buffer.from(await Body!.transformToByteArray());
    };
    const tables = () => Promise.all(tablesOf('day').map((table) => read('USAGE_BUCKET', tableKey(table, DAY))));

    /** Runs the function as an operator does, and waits for its end. */
    async function count(): Promise<void> {
      const resources = await stackResources(registry.world.cloudFormation, STACK);
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: physicalId(resources, 'AWS::Lambda::Function', /^Usage/),
          Payload: JSON.stringify({ periods: [DAY] }),
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
  });
}
