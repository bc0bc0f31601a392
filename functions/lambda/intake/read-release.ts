/** The first checks: everything that the manifest and the policy tell, before any file is looked at. */
import { MANIFEST_NAME, projectSegment, UPLOAD_ID, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Manifest } from '../../../domain/contracts/release';
import type { Ecosystem } from '../../../domain/packages/ecosystem';
import { findEcosystem } from '../../../domain/packages/registry';
import { checkManifestSize, parseManifest } from '../../../domain/records/manifest';
import type { ProjectPolicy, SigningPolicy } from '../../../domain/signing/policy';
import type { Listing } from '../../shared/ports';
import { checkPgpSignatures } from './check-signatures';
import type { Intake, Release, Upload } from './intake';

/** Reads exactly the version of the manifest that the event named, unless it is too large to be one. */
export async function readManifest({ staging }: Intake, { id, version }: Upload, listing: Listing): Promise<Manifest> {
  const key = uploadKey(id, MANIFEST_NAME);
  const known = listing.objects.find((object) => object.key === key) ?? (await staging.head(key));
  if (known) checkManifestSize(known.size);
  const stored = await staging.get(key, version);
  if (!stored) throw new Error(`The staging bucket has no ${key} (version ${version ?? 'current'}); it may have expired.`);
  return parseManifest(stored.body);
}

/** @throws Refusal */
export function checkManifest({ policy }: Intake, { id }: Upload, manifest: Manifest): Release {
  checkPlace(id, manifest);
  const ecosystem = enabledEcosystem(policy, manifest.ecosystem);
  ecosystem.checkProject(manifest.project);
  const project = projectPolicy(policy, manifest);
  ecosystem.checkVersion(manifest.version);
  checkFileNames(policy, ecosystem, manifest);
  const release = { id: { ...id, project: manifest.project }, manifest, ecosystem, policy: project };
  checkPgpSignatures(release);
  return release;
}

function checkPlace(id: Upload['id'], manifest: Manifest): void {
  if (!UPLOAD_ID.test(id.upload)) {
    throw new Refusal(
      'NAME_NOT_ALLOWED',
      `The upload's name is not allowed, got: ${JSON.stringify(id.upload)}; use 8 to 64 lower case letters, digits and hyphens.`,
    );
  }
  if (manifest.ecosystem !== id.ecosystem || projectSegment(manifest.project) !== projectSegment(id.project)) {
    throw new Refusal(
      'MANIFEST_MISMATCH',
      `${MANIFEST_NAME} is of ${JSON.stringify(`${manifest.ecosystem}/${manifest.project}`)} but was uploaded below ${JSON.stringify(`${id.ecosystem}/${id.project}`)}; upload it below its own project.`,
    );
  }
}

function enabledEcosystem(policy: SigningPolicy, name: string): Ecosystem {
  const ecosystem = policy.ecosystems.includes(name) ? findEcosystem(name) : undefined;
  if (ecosystem) return ecosystem;
  throw new Refusal(
    'ECOSYSTEM_DISABLED',
    `The ecosystem is not enabled, got: ${JSON.stringify(name)}, enabled: ${policy.ecosystems.join(', ') || 'none'}; ask the operator to enable it in registry.config.ts.`,
  );
}

function projectPolicy(policy: SigningPolicy, { ecosystem, project }: Manifest): ProjectPolicy {
  const found = policy.projects.find((candidate) => candidate.ecosystem === ecosystem && candidate.project === project);
  if (found) return found;
  throw new Refusal(
    'PROJECT_UNKNOWN',
    `No publisher is configured for ${ecosystem} project '${project}'; ask the operator to add it to 'publishers' in registry.config.ts.`,
  );
}

function checkFileNames({ limits }: SigningPolicy, ecosystem: Ecosystem, manifest: Manifest): void {
  const { files } = manifest;
  if (files.length < 1 || files.length > limits.maxFiles) {
    throw new Refusal(
      'FILE_COUNT',
      `The release has ${files.length} files, 1 to ${limits.maxFiles} are allowed; split it or ask the operator to raise 'limits'.`,
    );
  }
  for (const { name, bundles } of files) {
    ecosystem.checkFileName(manifest, name);
    if (bundles.length === 0) {
      throw new Refusal(
        'SIGNATURE_MISSING',
        `File '${name}' has no Sigstore bundle; sign it and name the bundle in ${MANIFEST_NAME}.`,
        name,
      );
    }
  }
  ecosystem.checkFileSet?.(
    manifest,
    files.map(({ name }) => name),
  );
}
