/** Where the objects of a project lie: as in every Maven repository, `<group path>/<artifact>/<version>/<file>`. */
import { type ByteSource, digestsOf, inMemory } from '../../contracts/byte-source';
import type { PublicObject, ReleaseName } from '../ecosystem';
import { bundleObjects, immutableObject, indexObject } from '../public-objects';
import { projectPath } from './coordinates';

export const MAVEN_NAME = 'maven';
/** Clients take the first of these that they find and trust; Maven 3 asks for SHA-1, others for the longest. */
const CHECKSUMS = ['md5', 'sha1', 'sha256', 'sha512'] as const;
const TEXT_TYPE = 'text/plain; charset=utf-8';

const owner = (project: string) => ({ ecosystem: MAVEN_NAME, project });
const releasePath = ({ project, version }: ReleaseName): string => `${projectPath(project)}/${version}`;
const metadataPath = (project: string): string => `${projectPath(project)}/maven-metadata.xml`;

export const indexPath = (project: string): string => `/${MAVEN_NAME}/${metadataPath(project)}`;
/** `+` is written `%2B`: S3 reads a literal one as a space. */
export const filePath = (release: ReleaseName, fileName: string): string =>
  `/${MAVEN_NAME}/${releasePath(release)}/${fileName}`.replaceAll('+', '%2B');

/** Served without a type: a browser would run what is inside XML. */
export const fileObject = (release: ReleaseName, name: string, body: Buffer): PublicObject =>
  immutableObject(owner(release.project), `${releasePath(release)}/${name}`, body);

export const fileBundles = (release: ReleaseName, name: string, bundles: readonly Buffer[]): PublicObject[] =>
  bundleObjects(owner(release.project), `${releasePath(release)}/${name}`, bundles);

/** `.md5`, `.sha1`, `.sha256` and `.sha512` of a file, to lie beside it. */
export const checksumObjects = (release: ReleaseName, name: string, file: ByteSource): PublicObject[] =>
  Object.entries(digestsOf(file, CHECKSUMS)).map(([algorithm, digest]) => ({
    ...fileObject(release, `${name}.${algorithm}`, Buffer.from(digest)),
    contentType: TEXT_TYPE,
  }));

/** A project's `maven-metadata.xml` and its checksums. */
export function metadataObjects(project: string, xml: string): PublicObject[] {
  const path = metadataPath(project);
  const sums = Object.entries(digestsOf(inMemory(Buffer.from(xml)), CHECKSUMS)).map(([algorithm, digest]) =>
    indexObject(owner(project), `${path}.${algorithm}`, digest, TEXT_TYPE),
  );
  return [indexObject(owner(project), path, xml, 'application/xml'), ...sums];
}
