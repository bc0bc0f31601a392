import type { Ecosystem } from '../ecosystem';
import { bundleObjects } from '../public-objects';
import { info } from './compact';
import { checkFileName } from './filenames';
import { GROWING_KEYS, LISTING_KEYS, renderListing } from './listing';
import { checkProject } from './names';
import { fileObject, filePath, gemPath, indexPath, infoObject, owner, quickPath, RUBYGEMS_NAME } from './objects';
import { readFile, readName } from './read';
import { checkVersion, compareVersions, versionIdentity } from './versions';

/** Ruby's gems: the compact index, the index of Ruby objects before it, and the gems. */
export const RUBYGEMS: Ecosystem = {
  name: RUBYGEMS_NAME,
  packages: 'gems (name-version.gem, name-version-platform.gem)',
  readName,
  installText: ({ project, version }, url) => `gem install ${project} --version ${version} --source ${url}/gems/`,
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName(release, name) {
    checkFileName(release, name);
  },
  readFile,
  fileObject: (project, file, body) => fileObject(project, file.name, body),
  renderProject: (summary) => [infoObject(summary.project, info(summary))],
  besides: ({ files }) => files.map(({ name }) => quickPath(name.slice(0, -'.gem'.length))),
  renderListing,
  listingKeys: LISTING_KEYS,
  growingKeys: GROWING_KEYS,
  listsReleases: true,
  indexPath,
  filePath: (_, fileName) => filePath(fileName),
  readBundles: (project, file, bundles) => ({
    metadata: {},
    sideFiles: bundleObjects(owner(project), gemPath(file.name), bundles),
  }),
};
