/** An intake on memory stores, and publishers who upload to it. */
import { createHash } from 'node:crypto';
import type { InvalidationRequest } from '../../../domain/contracts/cache-tags';
import { MANIFEST_NAME, OWN_PREFIX, type UploadId, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Manifest } from '../../../domain/contracts/release';
import type { ProjectPolicy, SigningPolicy } from '../../../domain/signing/policy';
import type { Intake, Upload } from '../../../functions/lambda/intake/intake';
import { MemoryAccessStore } from '../../../functions/shared/memory/access-store';
import { MemoryEdgeStore } from '../../../functions/shared/memory/edge-store';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { MemoryQueue } from '../../../functions/shared/memory/queue';
import { MemoryScratch } from '../../../functions/shared/memory/scratch';
import { MemorySigner } from '../../../functions/shared/memory/signer';
import { type Archive, wheel } from '../../helpers/pypi-archives';

export const NOW = new Date('2026-11-22T10:00:00.123Z');

const project = (name: string): ProjectPolicy => ({
  ecosystem: 'pypi',
  project: name,
  identities: [{ identity: 'release@example.org', issuer: 'https://issuer.example.org' }],
  keys: [],
});

export const POLICY: SigningPolicy = {
  schema: 1,
  trustedRoot: {},
  ecosystems: ['pypi'],
  limits: { maxFileBytes: 200_000, maxFiles: 3, maxArchiveEntries: 100, maxUnpackedBytes: 10_000_000, maxRatio: 100 },
  projects: [project('demo'), project('other')],
};

export interface Bench {
  readonly staging: MemoryObjectStore;
  readonly packages: MemoryObjectStore;
  readonly records: MemoryObjectStore;
  readonly scratch: MemoryScratch;
  readonly signer: MemorySigner;
  readonly invalidations: MemoryQueue<InvalidationRequest>;
  readonly edge: MemoryEdgeStore;
  readonly access: MemoryAccessStore;
  readonly lines: string[];
  readonly intake: Intake;
}

/** One key for all benches, so that their signatures are equal. */
const SIGNER = new MemorySigner('test-key');

export function newBench(changes: Partial<Intake> = {}): Bench {
  const world = {
    staging: new MemoryObjectStore(),
    packages: new MemoryObjectStore(),
    records: new MemoryObjectStore(),
    scratch: new MemoryScratch(),
    signer: SIGNER,
    invalidations: new MemoryQueue<InvalidationRequest>(),
    edge: new MemoryEdgeStore(),
    access: new MemoryAccessStore(),
  };
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const { edge, ...stores } = world;
  const intake = {
    ...stores,
    edges: [edge],
    clock: () => NOW,
    policy: POLICY,
    lockDays: 30,
    publicUrl: 'https://packages.example.org',
    registry: 'example',
    verify: verifyStandIn,
    log,
    ...changes,
  };
  return { ...world, lines, intake };
}

const sha256 = (body: Buffer, encoding: 'hex' | 'base64' = 'hex'): string => createHash('sha256').update(body).digest(encoding);

/** Has the shape of a Sigstore bundle and is believed: names a digest and a signer. `real-signatures.test.ts` uses real ones. */
const bundleJson = (body: Buffer, hint: string) => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: { publicKey: { hint }, tlogEntries: [] },
  messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: sha256(body, 'base64') }, signature: 'AAAA' },
});

export const bundleOf = (body: Buffer, identity = 'release@example.org'): Buffer =>
  Buffer.from(JSON.stringify(bundleJson(body, identity)));

const verifyStandIn: Intake['verify'] = (bundle, file, policy) => {
  const { verificationMaterial, messageSignature } = JSON.parse(bundle.toString()) as ReturnType<typeof bundleJson>;
  const { hint } = verificationMaterial.publicKey;
  const signer = policy.identities.find((allowed) => allowed.identity === hint);
  if (messageSignature.messageDigest.digest !== file.sha256.toString('base64')) {
    throw new Refusal('SIGNATURE_OTHER_FILE', 'the bundle is for another file');
  }
  if (!signer) throw new Refusal('SIGNER_NOT_ALLOWED', `signed by ${hint}`);
  return signer;
};

export const bundleName = (file: string): string => `${file}.sigstore.json`;

export const manifestOf = (version: string, files: readonly Archive[], name = 'demo'): Manifest => ({
  schema: 1,
  ecosystem: 'pypi',
  project: name,
  version,
  files: files.map((file) => ({
    name: file.name,
    size: file.body.length,
    sha256: sha256(file.body),
    bundles: [bundleName(file.name)],
  })),
});

export interface UploadParts {
  readonly id: UploadId;
  /** Object names to bodies, in the order of uploading; `release.json` comes last. */
  readonly objects: Record<string, Buffer>;
}

/** An upload as `registry publish` makes it. */
export function uploadParts(version: string, upload: string, files: readonly Archive[], name = 'demo'): UploadParts {
  const objects = Object.fromEntries(
    files.flatMap((file) => [[file.name, file.body] as const, [bundleName(file.name), bundleOf(file.body)] as const]),
  );
  return {
    id: { ecosystem: 'pypi', project: name, upload },
    objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifestOf(version, files, name))) },
  };
}

export async function put(bench: Bench, { id, objects }: UploadParts): Promise<Upload> {
  for (const [name, body] of Object.entries(objects)) {
    await bench.staging.put(uploadKey(id, name), { body, contentType: 'application/octet-stream', when: 'absent' });
  }
  return { id, version: 'v1' };
}

/** Uploads a release of one wheel. */
export const putWheel = (bench: Bench, version: string, upload: string, name = 'demo', source?: string): Promise<Upload> =>
  put(bench, uploadParts(version, upload, [wheel({ name, version, ...(source !== undefined && { source }) })], name));

/** Keys of what is public about packages; without the ledger and the records, which tell of refusals too. */
export const packageKeys = (bench: Bench): string[] => bench.packages.keys().filter((key) => !key.startsWith(OWN_PREFIX));

export const jsonAt = (store: MemoryObjectStore, key: string): unknown => {
  const found = store.current(key);
  return found && (JSON.parse(found.body.toString()) as unknown);
};
