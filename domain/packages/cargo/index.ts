import type { Ecosystem } from '../ecosystem';
import { checkFileName, checkFileSet, releaseOfFileName } from './filenames';
import { renderProject } from './lines';
import { checkProject } from './names';
import { CARGO_NAME, configObject, crateBundles, crateObject, filePath, indexPath, indexUrl } from './objects';
import { readFile } from './read';
import { checkVersion, compareVersions, versionIdentity } from './versions';

/** Rust's crates, in a sparse index. */
export const CARGO: Ecosystem = {
  name: CARGO_NAME,
  packages: 'crates (name-version.crate)',
  readName: (fileName) => Promise.resolve(releaseOfFileName(fileName)),
  installText: ({ project, version }, url) =>
    `CARGO_REGISTRIES_COMMONS_INDEX=${indexUrl(url)} cargo add --registry commons ${project}@=${version}`,
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName(release, name) {
    checkFileName(release, name);
  },
  checkFileSet,
  readFile,
  fileObject: (project, file, body) => crateObject(project, file.name, body),
  renderProject,
  // cargo asks for projects by name; nothing lists them.
  renderListing: () => undefined,
  listingKeys: [],
  constants: (context) => [configObject(context)],
  indexPath,
  filePath,
  readBundles: (project, file, bundles) => ({ metadata: {}, sideFiles: crateBundles(project, file.name, bundles) }),
};
