/** Honest releases of every ecosystem, really signed; and what becomes of an upload. */
import { createHash } from 'node:crypto';
import {
  MANIFEST_NAME,
  OWN_PREFIX,
  quarantineKey,
  quarantineVerdictKey,
  type UploadId,
  uploadKey,
} from '../../domain/contracts/keys';
import type { Manifest, ManifestFile, Verdict } from '../../domain/contracts/release';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../domain/packages/names';
import { type ProjectPolicy, type SigningPolicy, verifyForProject } from '../../domain/signing';
import type { Intake } from '../../functions/lambda/intake/intake';
import { processUpload } from '../../functions/lambda/intake/process-upload';
import { type Bench, bundleName, newBench } from '../functions/intake/bench';
import { SAMPLES } from '../helpers/every-ecosystem';
import type { Archive } from '../helpers/pypi-archives';
import { createLab, KEY_KINDS, type Lab, PUBLISHER } from '../helpers/signing-lab';

export interface Upload {
  readonly id: UploadId;
  /** Object names to bodies. */
  readonly objects: Readonly<Record<string, Buffer>>;
}

/** What a release is made of before it is signed. */
export interface Parts {
  readonly ecosystem: EcosystemName;
  readonly project: string;
  readonly version: string;
  readonly files: readonly Archive[];
}

export interface World {
  readonly lab: Lab;
  /** An authority that the registry does not trust. */
  readonly stranger: Lab;
  /** Signs a file with the project's own key: cheap, and as real as keyless. */
  readonly sign: (body: Buffer) => Promise<Buffer>;
  readonly publicKeyPem: string;
}

export async function createWorld(): Promise<World> {
  const [lab, stranger] = await Promise.all([createLab(), createLab()]);
  const key = KEY_KINDS['ECDSA P-256']();
  const publicKeyPem = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const sign = async (body: Buffer) => Buffer.from(JSON.stringify(await lab.signMessage(body, { key }, { log: 'none' })));
  return { lab, stranger, sign, publicKeyPem };
}

export const UPLOAD = 'upload-0001';
export const VERSION: Readonly<Record<EcosystemName, string>> = Object.fromEntries(
  ECOSYSTEM_NAMES.map((name) => [name, SAMPLES[name].versions[0]]),
) as Record<EcosystemName, string>;

/** The first release of an ecosystem's sample, which is accepted. */
export async function honest(ecosystem: EcosystemName): Promise<Parts> {
  const { project, versions, files } = SAMPLES[ecosystem];
  return { ecosystem, project, version: versions[0], files: await files(versions[0]) };
}

export const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

export const manifestFile = ({ name, body }: Archive): ManifestFile => ({
  name,
  size: body.length,
  sha256: sha256(body),
  bundles: [bundleName(name)],
});

export const manifestOf = ({ files, ...release }: Parts): Manifest => ({ schema: 1, ...release, files: files.map(manifestFile) });

/** @param manifest what release.json says. @default - the truth */
export async function signed(world: World, parts: Parts, manifest: object = manifestOf(parts)): Promise<Upload> {
  const objects: Record<string, Buffer> = {};
  for (const { name, body } of parts.files) {
    objects[name] = body;
    objects[bundleName(name)] = await world.sign(body);
  }
  const { ecosystem, project } = parts;
  return {
    id: { ecosystem, project, upload: UPLOAD },
    objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) },
  };
}

const LIMITS = { maxFileBytes: 300_000, maxFiles: 6, maxArchiveEntries: 60, maxUnpackedBytes: 4_000_000, maxRatio: 100 };

const projectOf = (ecosystem: EcosystemName, project: string, publicKeyPem: string): ProjectPolicy => ({
  ecosystem,
  project,
  identities: [{ identity: PUBLISHER.identity, issuer: PUBLISHER.issuer }],
  keys: [{ name: 'build-machine', publicKeyPem, requireLog: false }],
});

export const policyOf = (
  { publicKeyPem }: World,
  further: readonly (readonly [EcosystemName, string])[] = [],
): SigningPolicy => ({
  schema: 1,
  trustedRoot: {},
  ecosystems: ECOSYSTEM_NAMES,
  limits: LIMITS,
  projects: [...ECOSYSTEM_NAMES.map((name) => [name, SAMPLES[name].project] as const), ...further].map(([ecosystem, project]) =>
    projectOf(ecosystem, project, publicKeyPem),
  ),
});

/** An intake that verifies for real. */
export function realBench(world: World, policy: SigningPolicy, changes: Partial<Intake> = {}): Bench {
  const trusts = { default: world.lab.trust };
  return newBench({
    policy,
    verify: (bundle, file, project) => verifyForProject(bundle, file, trusts, project),
    ...changes,
  });
}

/** @param at when it was committed. @default - now */
export async function upload(bench: Bench, { id, objects }: Upload, at = bench.intake.clock()): Promise<Verdict> {
  for (const [name, body] of Object.entries(objects))
    await bench.staging.put(uploadKey(id, name), { body, contentType: 'application/octet-stream' });
  return processUpload(bench.intake, { id, version: 'v1', at: at.toISOString() });
}

/** What readers can reach, and what the registry would render from; without the ledger, which has refusals, too. */
export const publicState = ({ packages, records }: Bench): readonly string[] => [
  ...packages.keys().filter((key) => !key.startsWith(OWN_PREFIX)),
  ...records.keys().filter((key) => /^(claims\/(?!held\/)|releases\/|projects\/|statuses\/)/.test(key)),
];

/** Names of an upload's objects, and its verdict, as they are in quarantine. */
export const quarantined = ({ staging }: Bench, { id, objects }: Upload): readonly string[] =>
  [...Object.keys(objects).map((name) => quarantineKey(id, name)), quarantineVerdictKey(id)].filter((key) =>
    staging.current(key),
  );
