/** What the adapters ask AWS for, and how they read its answers. The contract with a real S3 interface is in the deployment test. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { GetPublicKeyCommand, SignCommand } from '@aws-sdk/client-kms';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { PublishCommand } from '@aws-sdk/client-sns';
import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { CloudFrontInvalidator } from '../../../functions/shared/aws/cloudfront-invalidator';
import { KmsSigner } from '../../../functions/shared/aws/kms-signer';
import { S3ObjectStore } from '../../../functions/shared/aws/s3-object-store';
import { SnsTopic } from '../../../functions/shared/aws/sns-topic';
import { SqsQueue } from '../../../functions/shared/aws/sqs-queue';
import { SqsRedelivery } from '../../../functions/shared/aws/sqs-redelivery';
import { MemoryScratch } from '../../../functions/shared/memory/scratch';

interface Sent {
  readonly command: object;
  readonly input: object;
}

/** A client that answers in turn: with a value, or by throwing an error. */
function clientOf(...answers: unknown[]): { client: never; sent: Sent[] } {
  const sent: Sent[] = [];
  const send = (command: { constructor: object; input: object }): Promise<unknown> => {
    sent.push({ command: command.constructor, input: command.input });
    const answer = answers[sent.length - 1];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { client: { send } as never, sent };
}

const failure = (httpStatusCode: number, name: string): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const s3 = (...answers: unknown[]) => {
  const { client, sent } = clientOf(...answers);
  return { store: new S3ObjectStore(client, 'bucket'), sent };
};
const WRITE = { body: Buffer.from('body'), contentType: 'text/plain' };

test('writes an immutable object create-only, locked, with its checksum', async () => {
  const { store, sent } = s3({});
  const lockedUntil = new Date('2027-01-01T00:00:00Z');
  expect(
    await store.put('files/a+b', {
      ...WRITE,
      cacheControl: 'public',
      metadata: { 'cache-tag': 'x' },
      when: 'absent',
      lockedUntil,
    }),
  ).toBe('stored');
  expect(sent).toEqual([
    {
      command: PutObjectCommand,
      input: {
        Bucket: 'bucket',
        Key: 'files/a+b',
        Body: WRITE.body,
        ContentType: 'text/plain',
        CacheControl: 'public',
        Metadata: { 'cache-tag': 'x' },
        ChecksumSHA256: createHash('sha256').update('body').digest('base64'),
        IfNoneMatch: '*',
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: lockedUntil,
      },
    },
  ]);
});

test('writes over the content that was seen', async () => {
  const { store, sent } = s3({});
  await store.put('index/a', { ...WRITE, contentEncoding: 'gzip', when: { etag: '"e"' } });
  expect(sent[0]!.input).toMatchObject({ IfMatch: '"e"', ContentEncoding: 'gzip' });
  expect(sent[0]!.input).not.toHaveProperty('IfNoneMatch');
  expect(sent[0]!.input).not.toHaveProperty('ObjectLockMode');
});

test.each([
  ['the object exists', 'absent', failure(412, 'PreconditionFailed')],
  ['the object has changed', { etag: '"e"' }, failure(412, 'PreconditionFailed')],
  ['the object is gone', { etag: '"e"' }, failure(404, 'NoSuchKey')],
] as const)('says so when %s', async (_, when, error) => {
  expect(await s3(error).store.put('key', { ...WRITE, when })).toBe('condition-failed');
});

test('tries again while another conditional write is under way, and gives up after five times', async () => {
  const conflict = failure(409, 'ConditionalRequestConflict');
  const { store, sent } = s3(conflict, conflict, {});
  expect(await store.put('key', { ...WRITE, when: 'absent' })).toBe('stored');
  expect(sent).toHaveLength(3);
  const busy = s3(...Array<Error>(5).fill(conflict));
  await expect(busy.store.put('key', { ...WRITE, when: 'absent' })).rejects.toBe(conflict);
  expect(busy.sent).toHaveLength(5);
});

test('a stream has its length and checksum, and is sent anew while S3 is busy', async () => {
  const bytes = Buffer.alloc(200_000, 'long');
  const body = await new MemoryScratch().receive(Readable.from([bytes]));
  const { store, sent } = s3(failure(503, 'SlowDown'), failure(500, 'InternalError'), {});
  expect(await store.put('files/a', { ...WRITE, body, when: 'absent' })).toBe('stored');
  const checksum = createHash('sha256').update(bytes).digest('base64');
  expect(sent.map(({ input }) => input)).toEqual(
    Array(3).fill(expect.objectContaining({ ContentLength: 200_000, ChecksumSHA256: checksum, IfNoneMatch: '*' })),
  );
  const bodies = sent.map(({ input }) => (input as { Body: Readable }).Body);
  expect(new Set(bodies).size).toBe(3);
  expect(Buffer.concat(await bodies[2]!.toArray()).equals(bytes)).toBe(true);
});

test('opens an object without reading it', async () => {
  const Body = Readable.from([Buffer.from('ab')]);
  const { store, sent } = s3({ Body, ETag: '"e"', ContentLength: 2 });
  expect(await store.open('key')).toEqual({ body: Body, etag: '"e"', size: 2, metadata: {} });
  expect(sent).toEqual([{ command: GetObjectCommand, input: { Bucket: 'bucket', Key: 'key' } }]);
  expect(await s3(failure(404, 'NoSuchKey')).store.open('key')).toBeUndefined();
});

test.each([failure(403, 'AccessDenied'), failure(404, 'NoSuchBucket'), failure(503, 'SlowDown'), new Error('socket hang up')])(
  'passes %s on',
  async (error) => {
    await expect(s3(error).store.put('key', { ...WRITE, when: 'absent' })).rejects.toBe(error);
    await expect(s3(error).store.get('key')).rejects.toBe(error);
    await expect(s3(error).store.head('key')).rejects.toBe(error);
  },
);

test.each(['NoSuchKey', 'NoSuchVersion', 'NotFound'])('a missing object (%s) is undefined', async (name) => {
  expect(await s3(failure(404, name)).store.get('key')).toBeUndefined();
  expect(await s3(failure(404, name)).store.head('key')).toBeUndefined();
});

test('reads exactly the version that was asked for', async () => {
  const Body = { transformToByteArray: () => Promise.resolve(Uint8Array.from([1, 2])) };
  const { store, sent } = s3({ Body, ETag: '"e"', ContentLength: 2, Metadata: { revision: '3' } });
  expect(await store.get('key', 'v7')).toEqual({ body: Buffer.from([1, 2]), etag: '"e"', size: 2, metadata: { revision: '3' } });
  expect(sent).toEqual([{ command: GetObjectCommand, input: { Bucket: 'bucket', Key: 'key', VersionId: 'v7' } }]);
});

test('lists nothing below an empty prefix', async () => {
  expect(await s3({}).store.list('none/')).toEqual({ objects: [], truncated: false });
  expect(await s3({ Contents: [{ Key: 'a', Size: 1 }], IsTruncated: true }).store.list('a')).toEqual({
    objects: [{ key: 'a', size: 1 }],
    truncated: true,
  });
});

test('copies with the source escaped', async () => {
  const { store, sent } = s3({});
  await store.copy('uploads/a+b c', 'quarantine/a+b c');
  expect(sent).toEqual([
    {
      command: CopyObjectCommand,
      input: { Bucket: 'bucket', Key: 'quarantine/a+b c', CopySource: 'bucket/uploads/a%2Bb%20c', TaggingDirective: 'REPLACE' },
    },
  ]);
});

const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('signs the digest of a message, and names the key without the account', async () => {
  const { client, sent } = clientOf({ Signature: Uint8Array.from([48, 1]) });
  const signer = new KmsSigner(client, KEY_ARN);
  expect(signer.keyId).toBe('1234abcd-12ab-34cd-56ef-1234567890ab');
  expect(await signer.sign(Buffer.from('message'))).toEqual(Buffer.from([48, 1]));
  const Message = createHash('sha256').update('message').digest();
  expect(sent).toEqual([
    { command: SignCommand, input: { KeyId: KEY_ARN, Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' } },
  ]);
});

test('tells the public key', async () => {
  const { client, sent } = clientOf({ PublicKey: Uint8Array.from([48, 2]) });
  expect(await new KmsSigner(client, KEY_ARN).publicKey()).toEqual(Buffer.from([48, 2]));
  expect(sent).toEqual([{ command: GetPublicKeyCommand, input: { KeyId: KEY_ARN } }]);
});

test('asks for the public key once, and again after an answer without one', async () => {
  const { client, sent } = clientOf({}, { PublicKey: Uint8Array.from([48, 2]) });
  const signer = new KmsSigner(client, KEY_ARN);
  await expect(signer.publicKey()).rejects.toThrow('KMS answered without a public key.');
  expect(await signer.publicKey()).toEqual(await signer.publicKey());
  expect(sent).toHaveLength(2);
});

test('an answer without a signature is an error', async () => {
  await expect(new KmsSigner(clientOf({}).client, KEY_ARN).sign(Buffer.from(''))).rejects.toThrow(
    'KMS answered without a signature.',
  );
});

test('queues a message as JSON', async () => {
  const { client, sent } = clientOf({});
  await new SqsQueue(client, 'https://queue.example.org/q').send({ tags: ['a'] });
  expect(sent).toEqual([
    { command: SendMessageCommand, input: { QueueUrl: 'https://queue.example.org/q', MessageBody: '{"tags":["a"]}' } },
  ]);
});

test('invalidates by tags', async () => {
  const { client, sent } = clientOf({});
  await new CloudFrontInvalidator(client, 'E123').invalidate(['index:pypi:demo', 'listing:pypi'], 'reference');
  expect(sent).toEqual([
    {
      command: CreateInvalidationCommand,
      input: {
        DistributionId: 'E123',
        InvalidationBatch: { CallerReference: 'reference', Paths: { Quantity: 2, Items: ['#index:pypi:demo', '#listing:pypi'] } },
      },
    },
  ]);
});

test('brings a failed message back after the seconds given', async () => {
  const { client, sent } = clientOf({});
  await new SqsRedelivery(client, 'https://queue').retryIn('handle', 30);
  expect(sent).toEqual([
    {
      command: ChangeMessageVisibilityCommand,
      input: { QueueUrl: 'https://queue', ReceiptHandle: 'handle', VisibilityTimeout: 30 },
    },
  ]);
});

test('a mail goes to the one topic, with its subject', async () => {
  const { client, sent } = clientOf({});
  await new SnsTopic(client, 'arn:of:topic').publish('A subject', 'A text.');
  expect(sent).toEqual([
    { command: PublishCommand, input: { TopicArn: 'arn:of:topic', Subject: 'A subject', Message: 'A text.' } },
  ]);
});
