/** Dist archives: `vendor-name-version.zip`. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';

export const zipName = ({ project, version }: ReleaseName): string => `${project.replace('/', '-')}-${version}.zip`;

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: ReleaseName, name: string): void {
  const wanted = zipName(release);
  if (name === wanted) return;
  const isZip = /^[a-z0-9][A-Za-z0-9._+-]*\.zip$/.test(name);
  throw new Refusal(
    isZip ? 'FILE_NAME_MISMATCH' : 'FILE_NAME_INVALID',
    `The file name is not that of the package's archive, got: ${JSON.stringify(name)}; upload one file, '${wanted}'.`,
    name,
  );
}
