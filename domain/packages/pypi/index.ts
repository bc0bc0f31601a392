import type { Ecosystem } from '../ecosystem';
import { checkFileName, releaseOfFileName } from './filenames';
import { LISTING_KEYS, renderListing } from './listing';
import { checkProject } from './names';
import { fileObject, filePath, indexPath, PYPI_NAME } from './objects';
import { readBundles, readFile } from './read';
import { renderProject } from './simple';
import { checkVersion, compareVersions, versionIdentity } from './versions';

/** The Python package index: wheels, source distributions and the simple repository API. */
export const PYPI: Ecosystem = {
  name: PYPI_NAME,
  packages: 'wheels (name-version-python-abi-platform.whl) and source distributions (name-version.tar.gz)',
  readName: (fileName) => Promise.resolve(releaseOfFileName(fileName)),
  installText: ({ project, version }, url) => `pip install --index-url ${url}/${PYPI_NAME}/simple/ ${project}==${version}`,
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName(release, name) {
    checkFileName(release, name);
  },
  readFile,
  fileObject: (project, file, body) => fileObject(project, file.name, body),
  renderProject,
  renderListing,
  listingKeys: LISTING_KEYS,
  indexPath,
  filePath,
  readBundles,
};
