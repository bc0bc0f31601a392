/** A package of the example foundation and its signer. */
import { loadConfig } from '../../../lib/config';
import { sdist, wheel } from '../../helpers/pypi-archives';
import type { File } from './uploads';

export const PROJECT = 'commons-demo';

/** Who may sign for it, as the example configuration says. */
export const SIGNER = (() => {
  const policy = loadConfig('registry.config.ts').publishers.find(({ project }) => project === PROJECT);
  const identity = policy?.identities[0];
  if (!identity) throw new Error(`registry.config.ts names no identity for ${PROJECT}`);
  return identity;
})();

export async function archives(version: string, project = PROJECT): Promise<File[]> {
  return [wheel({ name: project, version }), await sdist({ name: project, version })];
}
