/** Module zips have the names that they have in the module cache: `v1.2.0.zip` below the module's path. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { escapePath } from './names';
import { checkMajor } from './versions';

export const zipName = (version: string): string => `${escapePath(version)}.zip`;

/** @throws Refusal FILE_NAME_INVALID, FILE_NAME_MISMATCH or VERSION_INVALID */
export function checkFileName({ project, version }: ReleaseName, name: string): void {
  checkMajor(project, version);
  if (name === zipName(version)) return;
  const isZip = /^v\d[A-Za-z0-9.!+-]*\.zip$/.test(name);
  throw new Refusal(
    isZip ? 'FILE_NAME_MISMATCH' : 'FILE_NAME_INVALID',
    `The file name is not that of the module's zip, got: ${JSON.stringify(name)}; upload one file, '${zipName(version)}', as the module cache names it.`,
    name,
  );
}
