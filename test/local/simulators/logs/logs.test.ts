import { gunzipSync } from 'node:zlib';
import type { LogDeliveryModel } from '../../../../local/assembly/model';
import { encodeCustomData, encodeLogValue } from '../../../../local/simulators/logs/encode';
import { LOG_FIELDS } from '../../../../local/simulators/logs/fields';
import { fileHead, formatRecord } from '../../../../local/simulators/logs/format';
import { createMetrics } from '../../../../local/simulators/logs/metrics';
import { logKey } from '../../../../local/simulators/logs/path';
import type { LogRecord } from '../../../../local/simulators/logs/record';
import { createLogWriter } from '../../../../local/simulators/logs/writer';
import { distribution, NOW, request } from '../../harness';

const DELIVERY: LogDeliveryModel = {
  bucket: 'logs',
  prefix: 'cloudfront',
  suffixPath: '{distributionid}/{yyyy}/{MM}/{dd}/{HH}',
  hiveCompatible: true,
  format: 'json',
  delimiter: '\t',
  fields: ['date', 'time', 'cs-uri-stem', 'sc-status', 'sc-content-len', 'viewer-request-log-data'],
};

const record = (changes: Partial<LogRecord> = {}): LogRecord => ({
  distribution: distribution(),
  request: request('/a', {
    headers: [
      ['User-Agent', 'pip/25.0 (Linux)'],
      ['Cookie', 's=1'],
    ],
  }),
  response: {
    status: 200,
    headers: [
      ['Content-Type', 'text/html'],
      ['Content-Length', '3'],
    ],
    body: Buffer.from('abc'),
  },
  requestId: 'id==',
  pop: 'LOC50-C1',
  pathPattern: '*',
  path: '/a',
  result: 'Hit',
  detail: 'Hit',
  startedAt: NOW,
  firstByteAt: NOW + 12,
  endedAt: NOW + 365,
  originMs: undefined,
  viewerRequestLogData: undefined,
  viewerResponseLogData: undefined,
  asn: undefined,
  country: undefined,
  ...changes,
});
const field = (name: string, changes: Partial<LogRecord> = {}): string => String(LOG_FIELDS[name]!(record(changes)) ?? '-');

test('LOG-3 every documented field is known', () => {
  const documented =
    'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end distribution-tenant-id timestamp(ms) origin-fbl origin-lbl asn c-country cache-behavior-path-pattern viewer-request-log-data viewer-response-log-data';
  expect(documented.split(' ').filter((name) => !(name in LOG_FIELDS))).toEqual([]);
});

test('LOG-4, LOG-5 a JSON line has the delivery’s fields in their order, every value a string, "-" for what is missing', () => {
  expect(formatRecord(DELIVERY, record())).toBe(
    '{"date":"2026-11-22","time":"17:30:05","cs-uri-stem":"/a","sc-status":"200","sc-content-len":"3","viewer-request-log-data":"-"}',
  );
});

test('LOG-7 w3c files name their fields above tab-separated lines', () => {
  const w3c = { ...DELIVERY, format: 'w3c', fields: ['date', 'sc-status'] } as const;
  expect(fileHead(w3c)).toBe('#Version: 1.0\n#Fields: date sc-status\n');
  expect(formatRecord(w3c, record())).toBe('2026-11-22\t200');
  expect(fileHead(DELIVERY)).toBe('');
});

test('LOG-2 plain lines are separated by the delivery’s delimiter', () => {
  expect(formatRecord({ format: 'plain', delimiter: '|', fields: ['date', 'sc-status'] }, record())).toBe('2026-11-22|200');
});

test.each([
  ['Mozilla/5.0 (Windows NT; x,y)', 'Mozilla/5.0%20(Windows%20NT;%20x,y)'],
  ['a"b', 'a%22b'],
  ['é', '%C3%A9'],
  ['tab\there', 'tab%09here'],
  ['a+b', 'a+b'],
])('LOG-8 %j is written as %s', (value, written) => {
  expect(encodeLogValue(value)).toBe(written);
});

test('LOG-9 an escape of the client is encoded again', () => {
  expect(field('cs-uri-stem', { path: '/@scope%2fpkg' })).toBe('/@scope%252fpkg');
});

test('FN-33 custom data is encoded and cut to 800 bytes, never within an escape', () => {
  expect(field('viewer-request-log-data', { viewerRequestLogData: '{"tier":"gold"}' })).toBe('%7B%22tier%22:%22gold%22%7D');
  expect(encodeCustomData(`${'x'.repeat(798)}{"`)).toBe('x'.repeat(798));
  expect(encodeCustomData(`${'x'.repeat(797)}{"`)).toBe(`${'x'.repeat(797)}%7B`);
});

test.each<[name: string, changes: Partial<LogRecord>, value: string]>([
  ['cs(Host)', {}, 'd1.cloudfront.net'],
  ['x-host-header', { request: request('/a', { headers: [] }) }, 'd1.cloudfront.net'],
  ['cs-uri-query', { request: request('/a?x=%20') }, 'x=%2520'],
  ['cs-uri-query', {}, '-'],
  ['cs(User-Agent)', {}, 'pip/25.0%20(Linux)'],
  ['cs(Referer)', {}, '-'],
  ['x-forwarded-for', {}, '-'],
  ['cs-protocol', {}, 'https'],
  ['cs-protocol-version', {}, 'HTTP/1.1'],
  ['c-port', {}, '50000'],
  ['ssl-protocol', {}, '-'],
  ['time-taken', {}, '0.365'],
  ['time-to-first-byte', {}, '0.012'],
  ['origin-fbl', {}, '-'],
  ['origin-fbl', { originMs: 20 }, '0.020'],
  ['timestamp(ms)', {}, String(NOW)],
  ['sc-content-type', {}, 'text/html'],
  ['sc-content-len', { response: { status: 200, headers: [], body: Buffer.alloc(9) } }, '-'],
  ['asn', { asn: '2516' }, '2516'],
  ['cache-behavior-path-pattern', {}, '*'],
  ['x-edge-request-id', {}, 'id=='],
])('LOG-6, LOG-10, LOG-16, LOG-18 %s with %j is %s', (name, changes, value) => {
  expect(field(name, changes)).toBe(value);
});

test('LOG-16 sc-bytes counts status line, headers and body', () => {
  const wire = 'HTTP/1.1 200 \r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc';
  expect(field('sc-bytes')).toBe(String(wire.length));
});

test('LOG-16 cs-bytes counts request line, headers and body', () => {
  const wire = 'GET /a?x HTTP/1.1\r\nHost: d1.cloudfront.net\r\n\r\nbody';
  expect(field('cs-bytes', { request: request('/a?x', { body: Buffer.from('body') }) })).toBe(String(wire.length));
});

test('LOG-17 cookies are logged only where the distribution says so', () => {
  expect(field('cs(Cookie)')).toBe('-');
  expect(field('cs(Cookie)', { distribution: distribution({ logsCookies: true }) })).toBe('s=1');
});

test('a served range is logged with its first and last byte', () => {
  const response = { status: 206, headers: [['Content-Range', 'bytes 4-9/10']], body: Buffer.alloc(6) } as const;
  expect([field('sc-range-start', { response }), field('sc-range-end', { response })]).toEqual(['4', '9']);
  expect(field('sc-range-start')).toBe('-');
});

const FILE = { distributionId: 'E1', account: '111122223333', hour: '2026-11-22-09', unique: 'abcd1234' };

test('LOG-19, LOG-20, LOG-22 a Hive-compatible path names its parts', () => {
  expect(logKey(DELIVERY, FILE)).toBe(
    'cloudfront/distributionid=E1/year=2026/month=11/day=22/hour=09/E1.2026-11-22-09.abcd1234.gz',
  );
});

test('LOG-19 a plain path is the suffix below the prefix; without a prefix AWS puts its own', () => {
  const plain = { ...DELIVERY, hiveCompatible: false, suffixPath: '{DistributionId}/{accountid}/{yyyy}' };
  expect(logKey(plain, FILE)).toBe('cloudfront/E1/111122223333/2026/E1.2026-11-22-09.abcd1234.gz');
  expect(logKey({ ...plain, prefix: '' }, FILE)).toBe(
    'AWSLogs/111122223333/CloudFront/E1/111122223333/2026/E1.2026-11-22-09.abcd1234.gz',
  );
  expect(logKey({ ...DELIVERY, prefix: '', suffixPath: '{yyyy}' }, FILE)).toBe(
    'AWSLogs/aws-account-id=111122223333/CloudFront/year=2026/E1.2026-11-22-09.abcd1234.gz',
  );
});

function writerBench(maxLines?: number) {
  const files: { key: string; lines: string[] }[] = [];
  const state = { failing: false, count: 0 };
  const writer = createLogWriter({ ...DELIVERY, fields: ['time'] }, 'E1', {
    account: '111122223333',
    unique: () => String(state.count++),
    put: (key, body) => {
      if (state.failing) return Promise.reject(new Error('bucket is away'));
      files.push({ key, lines: gunzipSync(body).toString('utf8').split('\n') });
      return Promise.resolve();
    },
    ...(maxLines !== undefined && { maxLines }),
  });
  return { writer, files, state };
}

test('LOG-22, LOG-23 one gzip file for each hour with records, none without', async () => {
  const { writer, files } = writerBench();
  await writer.flush();
  writer.write(record());
  writer.write(record({ startedAt: NOW + 1_000 }));
  writer.write(record({ startedAt: NOW + 3_600_000 }));
  expect(writer.waiting()).toBe(3);
  await writer.flush();
  await writer.flush();
  expect(files).toEqual([
    {
      key: 'cloudfront/distributionid=E1/year=2026/month=11/day=22/hour=17/E1.2026-11-22-17.0.gz',
      lines: ['{"time":"17:30:05"}', '{"time":"17:30:06"}', ''],
    },
    {
      key: 'cloudfront/distributionid=E1/year=2026/month=11/day=22/hour=18/E1.2026-11-22-18.1.gz',
      lines: ['{"time":"18:30:05"}', ''],
    },
  ]);
  expect(writer.waiting()).toBe(0);
});

test('what could not be delivered waits for the next time, in order', async () => {
  const { writer, files, state } = writerBench();
  writer.write(record());
  state.failing = true;
  await expect(writer.flush()).rejects.toThrow(new Error('bucket is away'));
  writer.write(record({ startedAt: NOW + 1_000 }));
  state.failing = false;
  await writer.flush();
  expect(files.map(({ lines }) => lines)).toEqual([['{"time":"17:30:05"}', '{"time":"17:30:06"}', '']]);
});

test('a file is delivered by size without waiting for the schedule', async () => {
  const { writer, files } = writerBench(2);
  writer.write(record());
  writer.write(record());
  expect(writer.waiting()).toBe(0);
  await writer.flush();
  expect(files.map(({ lines }) => lines.length)).toEqual([3]);
});

test('a field that nobody knows is an error at the start', () => {
  const wrong = { ...DELIVERY, fields: ['date', 'cs-colour'] };
  const deps = { account: '1', unique: () => 'u', put: () => Promise.resolve() };
  expect(() => createLogWriter(wrong, 'E1', deps)).toThrow(
    new Error(`The log delivery names unknown fields, got: cs-colour. Allowed are: ${Object.keys(LOG_FIELDS).join(', ')}.`),
  );
});

test('MET-2, MET-3, MET-4 requests, bytes, error rates and hit rate', () => {
  const metrics = createMetrics();
  const status = (code: number) => ({ ...record().response, status: code });
  metrics.count(record());
  metrics.count(record({ result: 'Miss' }));
  metrics.count(record({ result: 'Error', response: status(429) }));
  metrics.count(record({ result: 'Error', response: status(502) }));
  metrics.count(
    record({ result: 'FunctionGeneratedResponse', request: request('/a', { method: 'POST', body: Buffer.from('12345') }) }),
  );
  const response = 'Content-Type: text/html\r\nContent-Length: 3\r\n\r\nabc'.length;
  expect(metrics.values()).toEqual({
    Requests: 5,
    BytesDownloaded: 4 * response,
    BytesUploaded: 'Host: d1.cloudfront.net\r\n\r\n12345'.length,
    '4xxErrorRate': 20,
    '5xxErrorRate': 20,
    TotalErrorRate: 40,
    CacheHitRate: 50,
    results: { Hit: 1, Miss: 1, Error: 2, FunctionGeneratedResponse: 1 },
  });
});

test('MET-2 before the first request every rate is 0', () => {
  expect(createMetrics().values()).toMatchObject({ Requests: 0, TotalErrorRate: 0, CacheHitRate: 0 });
});
