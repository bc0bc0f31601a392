/** Small wheels and source distributions as build tools make them; installable by pip. The same arguments give the same bytes. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { zip } from './zip-writer';

export interface Project {
  /** As its author writes it, e.g. `Demo.Pkg`. */
  readonly name: string;
  readonly version: string;
  /** @default '>=3.8' */
  readonly requiresPython?: string;
  /** Requirements, e.g. `other-demo>=1.0`. @default - none */
  readonly requires?: readonly string[];
  /** Source of the one module. @default - a `greet` function and `__version__` */
  readonly source?: string;
}

export interface Archive {
  readonly name: string;
  readonly body: Buffer;
}

const underscored = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '_');
const stem = ({ name, version }: Project): string => `${underscored(name)}-${version}`;
const source = (project: Project): string =>
  project.source ??
  `__version__ = "${project.version}"\n\n\ndef greet():\n    return "Hello from ${project.name} ${project.version}"\n`;

/** Core metadata 2.1 with a description. */
export function coreMetadata({ name, version, requiresPython = '>=3.8', requires = [] }: Project): string {
  const fields = [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    'Summary: A demonstration package',
    'License: Apache-2.0',
    `Requires-Python: ${requiresPython}`,
    ...requires.map((requirement) => `Requires-Dist: ${requirement}`),
    'Description-Content-Type: text/markdown',
  ];
  return `${fields.join('\n')}\n\n# ${name}\n\nName: this line is part of the description.\n`;
}

/** Files of a pure-Python wheel, path to content. */
export function wheelFiles(project: Project): Record<string, string> {
  const info = `${stem(project)}.dist-info`;
  const files: Record<string, string> = {
    [`${underscored(project.name)}/__init__.py`]: source(project),
    [`${info}/METADATA`]: coreMetadata(project),
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: commons-registry-test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  };
  const record = Object.entries(files).map(([path, body]) => `${path},sha256=${digest(body)},${Buffer.byteLength(body)}`);
  return { ...files, [`${info}/RECORD`]: [...record, `${info}/RECORD,,`, ''].join('\n') };
}

const digest = (body: string): string => createHash('sha256').update(body).digest('base64url');

export const wheelName = (project: Project): string => `${stem(project)}-py3-none-any.whl`;

export function wheel(project: Project): Archive {
  const entries = Object.entries(wheelFiles(project)).map(([name, body]) => ({ name, body }));
  return { name: wheelName(project), body: zip(entries) };
}

/** Files of a source distribution, path to content. */
export function sdistFiles(project: Project): Record<string, string> {
  const top = stem(project);
  return {
    [`${top}/PKG-INFO`]: coreMetadata(project),
    [`${top}/pyproject.toml`]: [
      '[build-system]',
      'requires = ["setuptools"]',
      'build-backend = "setuptools.build_meta"',
      '',
      '[project]',
      `name = "${project.name}"`,
      `version = "${project.version}"`,
      '',
      '[tool.setuptools]',
      `packages = ["${underscored(project.name)}"]`,
      '',
    ].join('\n'),
    [`${top}/${underscored(project.name)}/__init__.py`]: source(project),
  };
}

export async function sdist(project: Project): Promise<Archive> {
  const entries = Object.entries(sdistFiles(project)).map(([name, body]) => ({ name, body }));
  return { name: `${stem(project)}.tar.gz`, body: await tarGz(entries) };
}

export type TarEntry = Partial<Header> & { readonly name: string; readonly body?: string | Buffer };

/** A gzip-compressed tar archive without times. */
export const tarGz = async (entries: readonly TarEntry[]): Promise<Buffer> => gzipSync(await tar(entries));

export async function tar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { body = '', ...header } of entries) archive.entry({ mtime: new Date(0), ...header }, body);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
