/** Module zips as `go mod download` leaves them in the module cache. */
import { zip } from './zip-writer';

export interface GoModule {
  readonly path: string;
  readonly version: string;
  /** Lines of go.mod after the module's. */
  readonly requires?: readonly string[];
  /** Go source files by name. */
  readonly files?: Readonly<Record<string, string>>;
}

export const moduleFiles = ({ path, version, requires = [], files = {} }: GoModule): Record<string, string> => {
  const all = { 'go.mod': [`module ${path}`, '', 'go 1.18', ...requires, ''].join('\n'), ...files };
  return Object.fromEntries(Object.entries(all).map(([name, body]) => [`${path}@${version}/${name}`, body]));
};

/** A zip of these files; a name that ends in a slash is a folder. */
export const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  zip(Object.entries(files).map(([name, body]) => ({ name, body, ...(name.endsWith('/') && { method: 0 }) })));

export const moduleZip = (module: GoModule): Buffer => zipOf(moduleFiles(module));
