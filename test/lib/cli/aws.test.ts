/** The requests that go to S3, answered without a network. */
import { S3Client } from '@aws-sdk/client-s3';
import { connect, s3Store } from '../../../lib/cli/aws';
import { CliError } from '../../../lib/cli/failure';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
}

/** A client whose requests are kept and answered by `answer`. */
function fakeS3(answer: (request: Request) => { status: number; body: string }) {
  const requests: Request[] = [];
  const handle = (request: Request) => {
    requests.push(request);
    const { status, body } = answer(request);
    return Promise.resolve({ response: { statusCode: status, headers: {}, body: Buffer.from(body) } });
  };
  const s3 = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle } as never,
  });
  return { requests, store: s3Store(s3, 'staging') };
}

const error = (code: string) => `<Error><Code>${code}</Code><Message>m</Message></Error>`;

test('an object is created only where there is none', async () => {
  const { requests, store } = fakeS3(() => ({ status: 200, body: '' }));
  expect(await store.create('uploads/x', Buffer.from('bytes'), 'text/plain')).toBe('created');
  const [{ method, path, headers }] = requests as [Request];
  expect([method, path, headers['if-none-match'], headers['content-type']]).toEqual(['PUT', '/uploads/x', '*', 'text/plain']);
});

test('an object that is there already is left alone', async () => {
  const { store } = fakeS3(() => ({ status: 412, body: error('PreconditionFailed') }));
  expect(await store.create('uploads/x', Buffer.from('bytes'), 'text/plain')).toBe('exists');
});

test('another answer is an error', async () => {
  const { store } = fakeS3(() => ({ status: 403, body: error('AccessDenied') }));
  await expect(store.create('uploads/x', Buffer.from('bytes'), 'text/plain')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a listing is read to its end', async () => {
  const page = (key: string, more: string) =>
    `<ListBucketResult>${more}<Contents><Key>${key}</Key><Size>3</Size><LastModified>2026-03-01T12:00:00Z</LastModified></Contents></ListBucketResult>`;
  const { requests, store } = fakeS3(({ query }) => ({
    status: 200,
    body:
      query['continuation-token'] === 'next'
        ? page('b', '<IsTruncated>false</IsTruncated>')
        : page('a', '<IsTruncated>true</IsTruncated><NextContinuationToken>next</NextContinuationToken>'),
  }));
  const modified = new Date('2026-03-01T12:00:00Z');
  expect(await store.list('p/')).toEqual([
    { key: 'a', size: 3, modified },
    { key: 'b', size: 3, modified },
  ]);
  expect(requests.map(({ query }) => query.prefix)).toEqual(['p/', 'p/']);
});

test.each([
  [404, 'NoSuchKey'],
  [403, 'AccessDenied'],
])('an object that is not there, which S3 says with %d %s, is not found', async (status, code) => {
  const { store } = fakeS3(() => ({ status, body: error(code) }));
  expect(await store.find('verdicts/x')).toBeUndefined();
});

test.each([
  [403, 'SignatureDoesNotMatch'],
  [400, 'ExpiredToken'],
])('credentials that are no good (%d %s) are an error, not a missing object', async (status, code) => {
  const { store } = fakeS3(() => ({ status, body: error(code) }));
  await expect(store.find('verdicts/x')).rejects.toMatchObject({ name: code });
  await expect(store.list('verdicts/')).rejects.toMatchObject({ name: code });
});

test('who may not list gets no list, rather than an empty one', async () => {
  const { store } = fakeS3(() => ({ status: 403, body: error('AccessDenied') }));
  expect(await store.list('verdicts/')).toBeUndefined();
});

test('a stack without the staging bucket is of another version', async () => {
  await expect(connect({ region: 'us-east-1', outputs: {} })).rejects.toThrow(
    new CliError("The stack has no output 'StagingBucketName'; deploy this version of the registry"),
  );
});
