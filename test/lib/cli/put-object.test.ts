/** What goes to S3 for one object, and when it goes again. */
import { Readable } from 'node:stream';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { type Content, contentOfBytes } from '../../../lib/cli/content';
import { createObject } from '../../../lib/cli/put-object';

const failure = (status: number | undefined, code?: string): Error =>
  Object.assign(new Error(`${status} ${code}`), { code, ...(status !== undefined && { $metadata: { httpStatusCode: status } }) });

/** A client that reads each body whole, and answers in turn. */
function clientOf(...answers: (Error | undefined)[]) {
  const sent: (PutObjectCommandInput & { text: string })[] = [];
  const send = async ({ input }: { input: PutObjectCommandInput }): Promise<object> => {
    const text = Buffer.isBuffer(input.Body) ? input.Body.toString() : (await (input.Body as Readable).toArray()).join('');
    const answer = answers[sent.length];
    sent.push({ ...input, text });
    if (answer) throw answer;
    return {};
  };
  return { s3: { send } as unknown as S3Client, sent };
}

const OBJECT = { bucket: 'staging', key: 'uploads/x', contentType: 'text/plain' };
const inTwo: Content = {
  ...contentOfBytes(Buffer.from('hello')),
  open: () => Readable.from([Buffer.from('he'), Buffer.from('llo')]),
};

beforeEach(() => {
  jest.useFakeTimers({ advanceTimers: true });
});
afterEach(() => {
  jest.useRealTimers();
});

test('create-only, with its length and its checksum, and it is told how many bytes are on their way', async () => {
  const { s3, sent } = clientOf();
  const told: number[] = [];
  expect(await createObject(s3, { ...OBJECT, body: inTwo, sent: (bytes) => told.push(bytes) })).toBe('created');
  expect(sent).toMatchObject([
    {
      Bucket: 'staging',
      Key: 'uploads/x',
      ContentLength: 5,
      ContentType: 'text/plain',
      ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
      IfNoneMatch: '*',
      text: 'hello',
    },
  ]);
  expect(told).toEqual([2, 5]);
});

test.each([
  failure(409),
  failure(429),
  failure(500),
  failure(503),
  failure(undefined, 'ECONNRESET'),
  failure(undefined, 'EPIPE'),
  failure(undefined, 'ETIMEDOUT'),
])('%s: tried again, from the first byte', async (error) => {
  const { s3, sent } = clientOf(error, undefined);
  const created = createObject(s3, { ...OBJECT, body: inTwo });
  await jest.advanceTimersByTimeAsync(500);
  expect([await created, sent.map(({ text }) => text)]).toEqual(['created', ['hello', 'hello']]);
});

test('what was created although its answer was lost, is there', async () => {
  const { s3, sent } = clientOf(failure(undefined, 'ECONNRESET'), failure(412));
  const created = createObject(s3, { ...OBJECT, body: Buffer.from('x') });
  await jest.advanceTimersByTimeAsync(500);
  expect([await created, sent.length]).toEqual(['exists', 2]);
});

test.each([failure(403), failure(400), failure(undefined, 'ECONNREFUSED')])('%s: not tried again', async (error) => {
  const { s3, sent } = clientOf(error);
  await expect(createObject(s3, { ...OBJECT, body: inTwo })).rejects.toBe(error);
  expect(sent).toHaveLength(1);
});

test('four tries, and no more', async () => {
  const error = failure(503);
  const { s3, sent } = clientOf(error, error, error, error);
  const created = expect(createObject(s3, { ...OBJECT, body: inTwo })).rejects.toBe(error);
  await jest.advanceTimersByTimeAsync(500 + 1000 + 1500);
  await created;
  expect(sent).toHaveLength(4);
});
