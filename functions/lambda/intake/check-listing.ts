/** Compares what was uploaded with what the manifest names, by names and sizes alone: nothing large is read for it. */
import { MANIFEST_NAME, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import { BUNDLE_LIMITS } from '../../../domain/signing';
import type { IntakeLimits } from '../../../domain/signing/policy';
import type { Listing } from '../../shared/ports';
import type { Release } from './intake';

/** @throws Refusal FILE_COUNT, FILE_MISSING, FILE_UNEXPECTED, FILE_TOO_LARGE or SIZE_MISMATCH */
export function checkListing({ id, manifest }: Release, listing: Listing, limits: IntakeLimits): void {
  if (listing.truncated)
    throw new Refusal('FILE_COUNT', 'The upload has more than 1,000 objects; upload only what release.json names.');
  const prefix = uploadKey(id, '');
  const sizes = new Map(listing.objects.map(({ key, size }) => [key.slice(prefix.length), size]));
  const bundles = manifest.files.flatMap((file) => file.bundles);
  checkNames(sizes, [MANIFEST_NAME, ...manifest.files.map(({ name }) => name), ...bundles]);
  for (const bundle of bundles) checkSize(bundle, sizes.get(bundle)!, BUNDLE_LIMITS.bytes);
  for (const { name, size } of manifest.files) {
    const uploaded = sizes.get(name)!;
    checkSize(name, uploaded, limits.maxFileBytes);
    if (uploaded === size) continue;
    throw new Refusal(
      'SIZE_MISMATCH',
      `File '${name}' has ${uploaded} bytes, ${MANIFEST_NAME} says ${size}; it may be truncated, upload again.`,
      name,
    );
  }
}

function checkNames(sizes: ReadonlyMap<string, number>, expected: readonly string[]): void {
  const names = new Set(expected);
  const missing = expected.find((name) => !sizes.has(name));
  if (missing !== undefined) {
    throw new Refusal(
      'FILE_MISSING',
      `File ${JSON.stringify(missing)} is named in ${MANIFEST_NAME} but was not uploaded; upload files first and ${MANIFEST_NAME} last.`,
      missing,
    );
  }
  const unexpected = [...sizes.keys()].find((name) => !names.has(name));
  if (unexpected !== undefined) {
    throw new Refusal(
      'FILE_UNEXPECTED',
      `File ${JSON.stringify(unexpected)} was uploaded but ${MANIFEST_NAME} does not name it; name it or leave it out.`,
      unexpected,
    );
  }
}

function checkSize(name: string, size: number, most: number): void {
  if (size <= most) return;
  throw new Refusal(
    'FILE_TOO_LARGE',
    `File '${name}' has ${size} bytes, at most ${most} are allowed; make it smaller or ask the operator to raise 'limits'.`,
    name,
  );
}
