import type { Ecosystem } from '../ecosystem';
import { bundleObjects } from '../public-objects';
import { checkFileName } from './filenames';
import { checkProject, escapePath } from './names';
import { filePath, GO_NAME, indexPath, pathOf, zipObject } from './objects';
import { renderProject, renderRelease } from './proxy';
import { readFile, readName } from './read';
import { checkVersion, compareVersions } from './versions';

/** A Go module proxy. */
export const GO: Ecosystem = {
  name: GO_NAME,
  packages: 'module zips as the module cache names them (v1.2.0.zip, with <module>@<version>/ inside)',
  readName: (fileName, body) => Promise.resolve(readName(fileName, body)),
  installText: ({ project, version }, url) =>
    `GOPROXY=${url}/${GO_NAME},$(go env GOPROXY) GONOSUMDB=${project} go get ${project}@${version}`,
  checkProject,
  checkVersion,
  versionIdentity: (version) => version,
  compareVersions,
  checkFileName,
  readFile,
  fileObject: (project, file, body) => zipObject(project, file.name, body),
  renderProject,
  renderRelease,
  besides: ({ project, version }) => [pathOf(project, `${escapePath(version)}.mod`)],
  renderListing: () => undefined,
  listingKeys: [],
  indexPath,
  filePath,
  readBundles: (project, file, bundles) => ({
    metadata: {},
    sideFiles: bundleObjects({ ecosystem: GO_NAME, project }, pathOf(project, file.name), bundles),
  }),
};
