/** Small crates as `cargo package` makes them. The same arguments give the same bytes. */
import { type Archive, tarGz } from './pypi-archives';

export interface Crate {
  readonly name: string;
  readonly version: string;
  /** Lines of Cargo.toml below `[package]`'s own. @default - none */
  readonly manifest?: readonly string[];
  /** Source of the library. @default - a `greet` function */
  readonly source?: string;
}

export const cargoToml = ({ name, version, manifest = [] }: Crate): string =>
  ['[package]', 'edition = "2021"', `name = "${name}"`, `version = "${version}"`, 'license = "Apache-2.0"', ...manifest, ''].join(
    '\n',
  );

/** Files of a crate, path to content. */
export function crateFiles(crate: Crate): Record<string, string> {
  const folder = `${crate.name}-${crate.version}`;
  const source = crate.source ?? `pub fn greet() -> &'static str { "Hello from ${crate.name} ${crate.version}" }\n`;
  return { [`${folder}/Cargo.toml`]: cargoToml(crate), [`${folder}/src/lib.rs`]: source };
}

export const crateName = ({ name, version }: Crate): string => `${name}-${version}.crate`;

export async function crate(made: Crate): Promise<Archive> {
  const entries = Object.entries(crateFiles(made)).map(([name, body]) => ({ name, body }));
  return { name: crateName(made), body: await tarGz(entries) };
}
