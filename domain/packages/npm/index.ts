import type { Ecosystem } from '../ecosystem';
import { npmMetadata } from './file-metadata';
import { checkFileName } from './filenames';
import { checkProject } from './names';
import { attestationsPath, filePath, indexPath, NPM_NAME, tarballObject } from './objects';
import { renderProject } from './packument';
import { readBundles, readFile, readName } from './read';
import { constants, signedText } from './signatures';
import { checkVersion, compareVersions } from './versions';

/** The npm registry, for npm, Yarn and pnpm. */
export const NPM: Ecosystem = {
  name: NPM_NAME,
  packages: "packages as 'npm pack' writes them (name-version.tgz, scope-name-version.tgz)",
  readName,
  installText: ({ project, version }, url) => `npm install --registry=${url}/${NPM_NAME}/ ${project}@${version}`,
  checkProject,
  checkVersion,
  versionIdentity: (version) => version,
  compareVersions,
  checkFileName,
  readFile,
  description({ metadata }) {
    const { description } = npmMetadata(metadata).fields;
    return typeof description === 'string' ? description : undefined;
  },
  fileObject: (project, _, body, version) => tarballObject(project, version, body),
  renderProject,
  besides: ({ project, version }) => [attestationsPath(project, version)],
  // No client asks for a list of all packages.
  renderListing: () => undefined,
  listingKeys: [],
  constants,
  signedTexts: (release, file) => [signedText(release, file)],
  indexPath,
  filePath: (project, _, version) => filePath(project, version),
  readBundles: (project, _, bundles, version) => readBundles(project, bundles, version),
};
