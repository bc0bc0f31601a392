import type { Ecosystem } from '../ecosystem';
import { checkProject } from './coordinates';
import { checkFileName, checkFileSet, SIGNATURE } from './filenames';
import { renderProject } from './maven-metadata';
import { fileBundles, fileObject, filePath, indexPath, MAVEN_NAME } from './objects';
import { readFile, readName } from './read';
import { checkVersion, compareVersions, versionIdentity } from './versions';

/** A Maven repository, also for Gradle and others: POMs, jars and what comes with them. Releases only, no snapshots. */
export const MAVEN: Ecosystem = {
  name: MAVEN_NAME,
  packages:
    'a POM (artifact-version.pom) and the files beside it (artifact-version[-classifier].extension, e.g. jar, module, asc)',
  readName: (fileName, _, beside) => Promise.resolve(readName(fileName, beside)),
  installText: ({ project, version }, url) =>
    `mvn dependency:get -DremoteRepositories=${url}/${MAVEN_NAME}/ -Dartifact=${project}:${version}`,
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName(release, name) {
    checkFileName(release, name);
  },
  checkFileSet,
  readFile,
  pgpSubject: (name) => (name.endsWith(SIGNATURE) ? name.slice(0, -SIGNATURE.length) : undefined),
  fileObject: (project, file, body, version) => fileObject({ project, version }, file.name, body),
  renderProject,
  renderListing: () => undefined,
  listingKeys: [],
  indexPath,
  filePath: (project, fileName, version) => filePath({ project, version }, fileName),
  readBundles: (project, file, bundles, version) => ({
    metadata: {},
    sideFiles: fileBundles({ project, version }, file.name, bundles),
  }),
};
