import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { FILES_PREFIX, INDEX_PREFIX, RELEASES_PREFIX, UPLOADS_PREFIX } from '../../../domain/contracts/keys';
import { archives, PROJECT, SIGNER } from '../support/demo';
import type { Deployed } from '../support/deployed';
import { keysBelow, newUpload, put, signedDraft, verdictOf } from '../support/uploads';
import { type Credentials, createUser, s3As } from '../support/users';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A little more than the example's lock, and far less. */
const LONG = () => new Date(Date.now() + 20_000 * DAY_MS);
const SHORT = () => new Date(Date.now() + 2 * DAY_MS);
const LOCKED = { ObjectLockMode: 'GOVERNANCE' as const };

/** What the policies of the template forbid, and to whom. Only the account's root is exempt, here as on AWS from most of it. */
export function enforcement(registry: Deployed): void {
  const refused = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => 'allowed',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    );

  describe('an administrator who may do everything in S3', () => {
    let s3: S3Client;
    const packages = () => registry.output('PACKAGES_BUCKET');
    beforeAll(async () => {
      const statements = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }];
      s3 = s3As(registry, await createUser(registry, 'administrator', { statements }));
    });
    const write = (Key: string, more: object) =>
      refused(s3.send(new PutObjectCommand({ Bucket: packages(), Key, Body: 'x', ...more })));
    const key = `${FILES_PREFIX}pypi/by-hand`;

    test('cannot write a file without the condition that it is new', async () => {
      expect(await write(key, { ...LOCKED, ObjectLockRetainUntilDate: LONG() })).toBe('AccessDenied');
    });

    test('cannot write a file that is not locked, or not for long enough', async () => {
      expect(await write(key, { IfNoneMatch: '*' })).toBe('AccessDenied');
      expect(await write(key, { IfNoneMatch: '*', ...LOCKED, ObjectLockRetainUntilDate: SHORT() })).toBe('AccessDenied');
    });

    test('can write a new and locked file, once', async () => {
      const right = { IfNoneMatch: '*', ...LOCKED, ObjectLockRetainUntilDate: LONG() };
      expect(await write(key, right)).toBe('allowed');
      expect(await write(key, right)).toBe('PreconditionFailed');
    });

    test('cannot copy over a file, delete it or upload it in parts', async () => {
      const [file] = await keysBelow(s3, packages(), FILES_PREFIX);
      const CopySource = `${packages()}/${file!}`;
      const lock = { ...LOCKED, ObjectLockRetainUntilDate: LONG() };
      const target = { Bucket: packages(), Key: `${FILES_PREFIX}pypi/copy` };
      expect(await refused(s3.send(new CopyObjectCommand({ ...target, CopySource, ...lock })))).toBe('AccessDenied');
      expect(await refused(s3.send(new DeleteObjectCommand({ Bucket: packages(), Key: file! })))).toBe('AccessDenied');
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ...lock }));
      const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'x' }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const complete = new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload, IfNoneMatch: '*' });
      expect(await refused(s3.send(complete))).toBe('AccessDenied');
    });

    test('cannot change a release record', async () => {
      const records = registry.output('RECORDS_BUCKET');
      const [record] = await keysBelow(s3, records, RELEASES_PREFIX);
      expect(await refused(s3.send(new PutObjectCommand({ Bucket: records, Key: record!, Body: '{}' })))).toBe('AccessDenied');
      expect(await refused(s3.send(new DeleteObjectCommand({ Bucket: records, Key: record! })))).toBe('AccessDenied');
    });
  });

  describe('a publisher of one project', () => {
    let publisher: Credentials;
    let s3: S3Client;
    beforeAll(async () => {
      publisher = await createUser(registry, 'publisher', { policies: [registry.publisherPolicy(PROJECT)] });
      s3 = s3As(registry, publisher);
    });

    const asPublisher = (args: string[]) =>
      registry.world.registry(args, {
        ...registry.world.env,
        AWS_ACCESS_KEY_ID: publisher.accessKeyId,
        AWS_SECRET_ACCESS_KEY: publisher.secretAccessKey,
      });

    test('publishes, and reads the verdict', async () => {
      const draft = await signedDraft(
        registry.world.authority,
        SIGNER,
        { project: PROJECT, version: '9.0.0' },
        await archives('9.0.0'),
      );
      await put(s3, registry.output('STAGING_BUCKET'), draft);
      const verdict = await verdictOf(s3, registry.output('STAGING_BUCKET'), draft.id);
      expect(verdict).toMatchObject({ outcome: 'accepted', version: '9.0.0' });
    });

    test('publishes with the command line, knowing the bucket and nothing else', async () => {
      const directory = mkdtempSync(join(registry.world.layout.local, 'dist-'));
      for (const { name, body } of await archives('9.1.0')) {
        const bundle = await registry.world.authority.signMessage(body, SIGNER);
        writeFileSync(join(directory, name), body);
        writeFileSync(join(directory, `${name}.sigstore.json`), JSON.stringify(bundle));
      }
      const args = ['publish', directory, '--bucket', registry.output('STAGING_BUCKET'), '--json'];
      const { code, output } = await asPublisher(args);
      expect([code, output]).toEqual([0, expect.stringContaining('"outcome": "accepted"')]);
    });

    test('asks with the command line what became of an upload, and is told that it may not look', async () => {
      const id = newUpload(PROJECT);
      await put(s3, registry.output('STAGING_BUCKET'), {
        id,
        manifest: undefined,
        files: [{ name: 'x', body: Buffer.from('x') }],
      });
      const args = [
        'status',
        id.upload,
        '--ecosystem',
        'pypi',
        '--project',
        PROJECT,
        '--bucket',
        registry.output('STAGING_BUCKET'),
      ];
      const { code, output } = await asPublisher([...args, '--json']);
      expect([code, output]).toEqual([0, expect.stringContaining('"outcome": "undecided"')]);
    });

    test.each<{ readonly what: string; readonly call: (s3: S3Client) => Promise<unknown> }>([
      {
        what: "upload for another's project",
        call: (client) =>
          client.send(
            new PutObjectCommand({
              Bucket: registry.output('STAGING_BUCKET'),
              Key: `${UPLOADS_PREFIX}pypi/six/upload-1/x`,
              Body: 'x',
              IfNoneMatch: '*',
            }),
          ),
      },
      {
        what: 'read an upload',
        call: async (client) => {
          const [Key] = await keysBelow(registry.world.s3, registry.output('STAGING_BUCKET'), UPLOADS_PREFIX);
          return client.send(new GetObjectCommand({ Bucket: registry.output('STAGING_BUCKET'), Key: Key! }));
        },
      },
      {
        what: 'list anything, not even its own uploads',
        call: (client) =>
          client.send(
            new ListObjectsV2Command({
              Bucket: registry.output('STAGING_BUCKET'),
              Prefix: `${UPLOADS_PREFIX}pypi/${PROJECT}/`,
            }),
          ),
      },
      {
        what: 'write into the index',
        call: (client) =>
          client.send(
            new PutObjectCommand({
              Bucket: registry.output('PACKAGES_BUCKET'),
              Key: `${INDEX_PREFIX}pypi/simple/index.html`,
              Body: 'x',
            }),
          ),
      },
    ])('cannot $what', async ({ call }) => {
      expect(await refused(call(s3))).toBe('AccessDenied');
    });
  });

  describe('somebody without any keys', () => {
    test('reads nothing from the buckets directly', async () => {
      const [Key] = await keysBelow(registry.world.s3, registry.output('PACKAGES_BUCKET'), FILES_PREFIX);
      const anonymous = new S3Client({
        ...registry.world.client,
        forcePathStyle: true,
        signer: { sign: (request) => Promise.resolve(request) },
      });
      const call = anonymous.send(new GetObjectCommand({ Bucket: registry.output('PACKAGES_BUCKET'), Key: Key! }));
      expect(await refused(call)).toBe('AccessDenied');
    });
  });
}
