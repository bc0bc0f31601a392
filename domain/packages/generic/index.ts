import type { Ecosystem } from '../ecosystem';
import { renderProject, renderRelease } from './documents';
import { checkFileName, checkFileSet, checkProject, checkVersion, SUMS_NAME } from './names';
import { fileBundles, fileObject, filePath, GENERIC_NAME, indexPath, releasePath } from './objects';
import { compareVersions, versionIdentity } from './versions';

/** Files of no ecosystem: signed, listed, and with their checksums. */
export const GENERIC: Ecosystem = {
  name: GENERIC_NAME,
  packages: 'any files, with --project and --version',
  // Any file could be one, so only its publisher can say.
  readName: () => Promise.resolve(undefined),
  installText({ project, version }, url) {
    const folder = `${url}${releasePath(project, version)}`;
    return `curl -fsSO ${folder}${SUMS_NAME} && cut -c67- ${SUMS_NAME} | sed 's|^|${folder}|' | xargs -n1 curl -fsSO && sha256sum -c ${SUMS_NAME}`;
  },
  checkProject,
  checkVersion,
  versionIdentity,
  compareVersions,
  checkFileName,
  checkFileSet,
  readFile: (release, file) => {
    checkFileName(release, file.name);
    return Promise.resolve({ metadata: {}, sideFiles: [] });
  },
  fileObject: (project, file, body, version) => fileObject(project, version, file.name, body),
  renderRelease,
  renderProject,
  renderListing: () => undefined,
  listingKeys: [],
  indexPath,
  filePath,
  readBundles: (project, file, bundles, version) => ({
    metadata: {},
    sideFiles: fileBundles(project, version, file.name, bundles),
  }),
};
