/** From one uploaded file, or its bundles, to what is recorded and stored beside it. */
import { createHash } from 'node:crypto';
import type { ByteSource } from '../../contracts/byte-source';
import { provenance } from '../../signing';
import type { ArchiveLimits, FileFacts } from '../ecosystem';
import { bundleObjects } from '../public-objects';
import { installHook, nativeCode, traits } from '../traits';
import type { PypiMetadata } from './file-metadata';
import { checkFileName } from './filenames';
import { fileObject, PYPI_NAME, Side } from './objects';
import { readSdist } from './sdist';
import { readWheel } from './wheel';

type Release = Readonly<{ project: string; version: string }>;

/** Reads a wheel or source distribution. */
export async function readFile(
  release: Release,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  const { kind } = checkFileName(release, file.name);
  return kind === 'wheel' ? await readWheelFacts(release, file, body, limits) : await readSdistFacts(release, body, limits);
}

/** Python runs the lines of such a file at every start. https://docs.python.org/3/library/site.html */
const START_HOOK = /^(?:[^/]+\.data\/(?:purelib|platlib)\/)?[^/]+\.pth$/;

async function readWheelFacts(
  release: Release,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  const { metadata, bytes, paths } = await readWheel(release, body, limits);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    metadata: facts({ ...requiresPython(metadata), coreMetadata: { sha256 } }),
    ...traits(installHook(paths.find((path) => START_HOOK.test(path))), nativeCode(paths)),
    sideFiles: [fileObject(release.project, `${file.name}${Side.METADATA}`, bytes)],
  };
}

async function readSdistFacts(release: Release, body: ByteSource, limits: ArchiveLimits): Promise<FileFacts> {
  const { metadata, paths } = await readSdist(release, body, limits);
  const setup = installHook(paths.find((path) => /^[^/]+\/setup\.py$/.test(path)));
  return { metadata: facts(requiresPython(metadata)), ...traits(setup, nativeCode(paths)), sideFiles: [] };
}

const requiresPython = (metadata: { requiresPython?: string }): PypiMetadata =>
  metadata.requiresPython === undefined ? {} : { requiresPython: metadata.requiresPython };
const facts = (metadata: PypiMetadata): FileFacts['metadata'] => metadata;

/** The bundles and what they carry, and PEP 740's provenance where it can express one of them. */
export function readBundles(project: string, file: { name: string }, bundles: readonly Buffer[]): FileFacts {
  const stored = bundleObjects({ ecosystem: PYPI_NAME, project }, `${project}/${file.name}`, bundles);
  const derived = provenance(bundles, file.name);
  if (!derived) return { metadata: {}, sideFiles: stored };
  const name = `${file.name}${Side.PROVENANCE}`;
  const object = fileObject(project, name, Buffer.from(JSON.stringify(derived)), 'application/vnd.pypi.integrity.v1+json');
  return { metadata: facts({ provenance: true }), sideFiles: [...stored, object] };
}
