/** What a POM says about its own coordinates. https://maven.apache.org/pom.html */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { readTexts, wholeXml } from './xml';

const WANTED = new Set([
  'project/modelVersion',
  'project/groupId',
  'project/artifactId',
  'project/version',
  'project/parent/groupId',
  'project/parent/version',
]);

/**
 * Reads project and version off a POM, each from its parent when it does not say them itself.
 * @throws Error saying what is wrong with the document
 */
export function readPom(bytes: Buffer): ReleaseName {
  const texts = readTexts(bytes, WANTED);
  const modelVersion = texts.get('project/modelVersion');
  // 4.1.0 is Maven 4's.
  if (modelVersion !== '4.0.0' && modelVersion !== '4.1.0')
    throw new Error(`'project/modelVersion' must be 4.0.0 or 4.1.0, got: ${JSON.stringify(modelVersion ?? null)}`);
  const coordinate = (field: string, ...paths: readonly string[]): string => {
    const value = paths.map((path) => texts.get(path)).find((text) => text !== undefined);
    if (!value) throw new Error(`it has no ${field}`);
    // A reader would need the properties of every parent to know the release, and Maven itself warns.
    if (value.includes('${'))
      throw new Error(
        `its ${field} is the expression ${JSON.stringify(value)}, which only its own build can resolve (see Maven's flatten plugin)`,
      );
    return value;
  };
  const group = coordinate('groupId', 'project/groupId', 'project/parent/groupId');
  const artifact = coordinate('artifactId', 'project/artifactId');
  return { project: `${group}:${artifact}`, version: coordinate('version', 'project/version', 'project/parent/version') };
}

/** @throws Refusal METADATA_INVALID or METADATA_MISMATCH */
export function checkPom(release: ReleaseName, file: ByteSource): void {
  const { project, version } = readOrRefuse(file);
  if (project === release.project && version === release.version) return;
  throw new Refusal(
    'METADATA_MISMATCH',
    `The POM is of another release, got: ${JSON.stringify(`${project}:${version}`)}, not ${release.project}:${release.version}; publish it with the release that it belongs to.`,
  );
}

function readOrRefuse(file: ByteSource): ReleaseName {
  try {
    return readPom(wholeXml(file));
  } catch (error) {
    throw new Refusal(
      'METADATA_INVALID',
      `The POM cannot be read: ${(error as Error).message}; publish the POM that the build tool writes for a deployment.`,
    );
  }
}
