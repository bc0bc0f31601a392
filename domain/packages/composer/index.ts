import type { Ecosystem } from '../ecosystem';
import { bundleObjects } from '../public-objects';
import { composerMetadata } from './file-metadata';
import { checkFileName } from './filenames';
import { checkProject } from './names';
import { COMPOSER_NAME, distObject, filePath, indexPath, owner, pathOf } from './objects';
import { readFile, readName } from './read';
import { LISTING_KEYS, renderListing, renderProject } from './repository';
import { checkVersion, compareVersions, versionIdentity } from './versions';

/** A Composer 2 repository of PHP packages. */
export const COMPOSER: Ecosystem = {
  name: COMPOSER_NAME,
  packages: 'zip archives with a composer.json at the root or in their only folder (vendor-name-version.zip)',
  readName,
  installText: ({ project, version }, url) =>
    `composer config repositories.${project.replace(/\/.*/, '')} composer ${url}/${COMPOSER_NAME} && composer require ${project}:${version}`,
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName,
  readFile,
  description({ metadata }) {
    const { description } = composerMetadata(metadata).package;
    return typeof description === 'string' ? description : undefined;
  },
  fileObject: (project, _, body, version) => distObject(project, version, body),
  renderProject,
  renderListing,
  listingKeys: LISTING_KEYS,
  indexPath,
  filePath: (project, _, version) => filePath(project, version),
  readBundles: (project, _, bundles, version) => ({
    metadata: {},
    sideFiles: bundleObjects(owner(project), pathOf(project, version), bundles),
  }),
};
