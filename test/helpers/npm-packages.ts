/** Small npm packages as `npm pack` makes them. The same arguments give the same bytes. */
import { type TarEntry, tarGz } from './pypi-archives';

/** Fields of a `package.json`. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

/** The file name that `npm pack` gives. */
export const packedName = ({ name, version }: PackageJson): string => `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;

/** A package with one module, which exports its name and version. */
export const npmPackage = (manifest: PackageJson): Promise<Buffer> =>
  npmTarball([
    { name: 'package/package.json', body: JSON.stringify({ main: 'index.js', license: 'Apache-2.0', ...manifest }, null, 2) },
    { name: 'package/index.js', body: `module.exports = '${manifest.name}@${manifest.version}';\n` },
  ]);

export const npmTarball = (entries: readonly TarEntry[]): Promise<Buffer> => tarGz(entries);
