/** The restore drill: everything is lost but the replica, comes back byte for byte, and pip installs it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { FILES_PREFIX, INDEX_PREFIX, NOT_FOUND_KEY, OWN_PREFIX } from '../../../domain/contracts/keys';
import { LOCAL_ACCOUNT } from '../../../domain/contracts/local-run';
import { replicaStackName } from '../../../domain/contracts/outputs';
import { type ReplicatedBucket, replicaBucketName, replicatedPrefixes } from '../../../domain/contracts/replica';
import { archives, PROJECT, SIGNER } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { REPLICA } from '../support/replica.config';
import { physicalId, stackResources } from '../support/stack';
import { keysBelow, put, sha256, signedDraft, verdictOf } from '../support/uploads';

const CONFIG = 'test/deploy/support/replica.config.ts';
const ASSEMBLY = 'replica';
const OUTPUT = { packages: 'PACKAGES_BUCKET', records: 'RECORDS_BUCKET' } as const;
const VERSION = '1.0.0';
const DAY_MS = 24 * 60 * 60 * 1000;

const without = (pages: RegExp, objects: Record<string, object>) =>
  Object.fromEntries(Object.entries(objects).filter(([key]) => !pages.test(key)));
const LEDGER = new RegExp(`^${OWN_PREFIX}ledger/`);
/** Pages that are made of the configuration, and of no record; and those that stand where nothing has been counted yet. */
const PAGES = String.raw`limits|errors|home\.html|security\.txt|packages/index\.html|stats/[^/]+$|transparency/index\.html`;
const SITE = new RegExp(`^(${OWN_PREFIX}(${PAGES})|${NOT_FOUND_KEY}$)`);
/** They say when they were made. */
const DATED = new RegExp(`^${OWN_PREFIX}(ledger/|security\\.txt$|limits/fair-use\\.json$)`);
const LEDGER_AND_SITE = new RegExp(`${LEDGER.source}|${SITE.source}`);

export function restoring(registry: Deployed): void {
  const bucket = (kind: ReplicatedBucket) => registry.output(OUTPUT[kind]);
  const copies = (kind: ReplicatedBucket) => replicaBucketName('example', kind, REPLICA);

  /** All that a reader could see of an object: bytes and headers. */
  async function contentOf(name: string, keys: readonly string[]): Promise<Record<string, object>> {
    const all = keys.map(async (Key) => {
      const found = await registry.world.s3.send(new GetObjectCommand({ Bucket: name, Key }));
      const { ContentType, ContentEncoding, CacheControl, ContentDisposition, ContentLanguage, Metadata, ETag, ContentLength } =
        found;
      const digest = sha256(Buffer.from(await found.Body!.transformToByteArray()));
      return [
        Key,
        {
          ContentType,
          ContentEncoding,
          CacheControl,
          ContentDisposition,
          ContentLanguage,
          Metadata,
          ETag,
          ContentLength,
          digest,
        },
      ];
    });
    return Object.fromEntries((await Promise.all(all)) as [string, object][]);
  }
  const keysOf = async (name: string, prefixes: readonly string[], s3 = registry.world.s3) =>
    (await Promise.all(prefixes.map((prefix) => keysBelow(s3, name, prefix)))).flat();
  const copied = (kind: ReplicatedBucket) => {
    const there = new S3Client({ ...registry.world.client, region: REPLICA.region, forcePathStyle: true });
    return keysOf(copies(kind), [''], there);
  };
  const servedNow = async () => contentOf(bucket('packages'), await keysOf(bucket('packages'), [FILES_PREFIX, INDEX_PREFIX]));
  const recordsNow = async () => contentOf(bucket('records'), await keysOf(bucket('records'), replicatedPrefixes('records')));

  /** Every version, as the break-glass role may; the local cloud's root takes its place here. */
  async function empty(name: string): Promise<void> {
    const { s3 } = registry.world;
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
    for (const { Key, VersionId } of [...Versions, ...DeleteMarkers])
      await s3.send(new DeleteObjectCommand({ Bucket: name, Key, VersionId, BypassGovernanceRetention: true }));
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket: name }))).Versions ?? []).toEqual([]);
  }

  const restore = (...options: string[]) =>
    registry.world.registry(['restore', '--stack', STACK, '--config', CONFIG, ...options]);

  describe('a registry with a replica', () => {
    let served: Record<string, object>;
    let records: Record<string, object>;

    test('is deployed after its replica, which is in another region', async () => {
      expect(await registry.world.synth(registry.assembly(ASSEMBLY), CONFIG)).toMatchObject({ code: 0 });
      const places = ['us-east-1', REPLICA.region].map((region) => `aws://${LOCAL_ACCOUNT}/${region}`);
      expect(await registry.world.cdk('bootstrap', ...places, '--app', registry.assembly(ASSEMBLY))).toMatchObject({ code: 0 });
      for (const stack of [replicaStackName('example'), STACK])
        expect(await registry.deploy(ASSEMBLY, stack)).toMatchObject({ code: 0 });
      await registry.readOutputs();
      expect((await registry.world.cloud.report()).unread.unexplained).toEqual([]);
    });

    test('has a copy of every file and record of a release, and of nothing else', async () => {
      const { s3, authority } = registry.world;
      const draft = await signedDraft(authority, SIGNER, { project: PROJECT, version: VERSION }, await archives(VERSION));
      await put(s3, registry.output('STAGING_BUCKET'), draft);
      expect(await verdictOf(s3, registry.output('STAGING_BUCKET'), draft.id)).toMatchObject({ outcome: 'accepted' });
      [served, records] = [await servedNow(), await recordsNow()];
      const files = Object.keys(served).filter((key) => key.startsWith(FILES_PREFIX));
      expect(files.length).toBeGreaterThan(2);
      expect(await copied('packages')).toEqual(files.sort());
      expect((await copied('records')).sort()).toEqual(Object.keys(records).sort());
      const { code, output } = await restore('--dry-run');
      expect([code, output]).toEqual([
        0,
        expect.stringContaining(`packages: 0 objects (0 bytes) would be restored, ${files.length} were there.`),
      ]);
    });

    test('both buckets are lost, and the replica keeps everything', async () => {
      for (const kind of ['packages', 'records'] as const) await empty(bucket(kind));
      expect(await servedNow()).toEqual({});
      expect((await copied('packages')).length).toBeGreaterThan(2);
    });

    test('one command brings back every object as it was, with bytes, headers and cache tags, and makes the index anew', async () => {
      const { code, output } = await restore();
      expect([code, output]).toEqual([0, expect.stringMatching(/packages: \d+ objects \(\d+ bytes\) restored, 0 were there\./)]);
      expect(output).not.toContain('NOT RESTORED');
      // The reindex is in the ledger, and so is the policy, whose last state is lost: both come after what was there.
      expect(await recordsNow()).toMatchObject(records);
      expect(without(LEDGER, await servedNow())).toEqual(without(LEDGER_AND_SITE, served));
    });

    test('the registry’s own pages come back with the next daily run', async () => {
      const resources = await stackResources(registry.world.cloudFormation, STACK);
      const name = physicalId(resources, 'AWS::Lambda::Function', /^SiteFunction/);
      const path = `/2015-03-31/functions/${name}/invocations`;
      const answer = await fetch(`${registry.world.cloud.endpoint}${path}`, { method: 'POST', body: '{"source":"aws.events"}' });
      expect([answer.status, answer.headers.get('x-amz-function-error'), await answer.text()]).toEqual([200, null, 'null']);
      expect(without(DATED, await servedNow())).toEqual(without(DATED, served));
    });

    test('what came back is locked for as long as a new release', async () => {
      const { s3 } = registry.world;
      for (const Key of Object.keys(served).filter((key) => key.startsWith(FILES_PREFIX))) {
        const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: bucket('packages'), Key }));
        expect(Retention?.Mode).toBe('GOVERNANCE');
        expect(Retention!.RetainUntilDate!.getTime()).toBeGreaterThan(Date.now() + 364 * DAY_MS);
      }
    });

    test('a second restore finds nothing to do', async () => {
      const { code, output } = await restore('--files', '--records', '--json');
      const { buckets } = JSON.parse(output.slice(output.indexOf('{'))) as { buckets: object[] };
      expect([code, buckets]).toEqual([
        0,
        ['records', 'packages'].map(
          (name) => expect.objectContaining({ bucket: name, restored: 0, faults: [], notReplicated: [] }) as object,
        ),
      ]);
    });

    test('pip installs the release from what came back', async () => {
      const url = await registry.edge(ASSEMBLY);
      const python = join(registry.world.layout.venv, 'bin', 'python');
      const target = join(registry.world.layout.local, 'installed');
      const args = ['-m', 'pip', 'install', '--no-deps', '--no-cache-dir', '--disable-pip-version-check', '--target', target];
      const from = ['--index-url', `${url}/pypi/simple/`, `${PROJECT}==${VERSION}`];
      const { status, stdout, stderr } = spawnSync(python, [...args, ...from], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      });
      expect([status, stdout + stderr]).toEqual([0, expect.stringContaining(`Successfully installed ${PROJECT}-${VERSION}`)]);
    });
  });
}
