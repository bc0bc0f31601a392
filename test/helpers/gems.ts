/** Small gems as `gem build` makes them. The same arguments give the same bytes. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Archive, type TarEntry, tar, tarGz } from './pypi-archives';

export interface Gem {
  readonly name: string;
  readonly version: string;
  /** @default 'ruby' */
  readonly platform?: string;
  /** Requirements by gem, e.g. `{ rake: ['>= 12', '< 14'] }`. @default - none */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Source of the one file. @default - a method `greet` in a module */
  readonly source?: string;
  /** Lines to put in place of others in the metadata: text to text. @default - none */
  readonly changed?: Readonly<Record<string, string>>;
}

/** `demo-gem_x` becomes `DemoGemX`. */
export const moduleName = (name: string): string => name.replace(/(?:^|[-_.])(\w)/g, (_, letter: string) => letter.toUpperCase());

export const gemName = ({ name, version, platform = 'ruby' }: Gem): string =>
  `${name}-${version}${platform === 'ruby' ? '' : `-${platform}`}.gem`;

const requirement = (field: string, texts: readonly string[], indent: string): string[] => [
  `${indent}${field}: !ruby/object:Gem::Requirement`,
  `${indent}  requirements:`,
  ...texts.flatMap((text) => {
    const [operator, version] = text.split(' ');
    return [`${indent}  - - "${operator}"`, `${indent}    - !ruby/object:Gem::Version`, `${indent}      version: '${version}'`];
  }),
];

const dependency = ([name, texts]: readonly [string, readonly string[]], type: string): string[] => [
  '- !ruby/object:Gem::Dependency',
  `  name: ${name}`,
  ...requirement('requirement', texts, '  '),
  `  type: :${type}`,
  '  prerelease: false',
  ...requirement('version_requirements', texts, '  '),
];

/** `metadata.gz`, unpacked, with one dependency for development. */
export function gemspecYaml({ name, version, platform = 'ruby', needs = {}, changed = {} }: Gem): string {
  const lines = [
    '--- !ruby/object:Gem::Specification',
    `name: ${name}`,
    'version: !ruby/object:Gem::Version',
    `  version: '${version}'`,
    `platform: ${platform}`,
    'authors:',
    '- Zoë Example',
    'bindir: bin',
    'cert_chain: []',
    'date: 2026-01-02 00:00:00.000000000 Z',
    'dependencies:',
    ...Object.entries(needs).flatMap((each) => dependency(each, 'runtime')),
    ...dependency(['minitest', ['~> 5.0']], 'development'),
    'description: |-',
    '  A demonstration',
    '  gem: of two lines',
    'email:',
    'executables: []',
    'extensions: []',
    'files:',
    `- lib/${name}.rb`,
    'homepage: https://example.org/',
    'licenses:',
    '- Apache-2.0',
    'metadata:',
    '  source_code_uri: https://example.org/source',
    'require_paths:',
    '- lib',
    ...requirement('required_ruby_version', ['>= 2.5'], ''),
    ...requirement('required_rubygems_version', ['>= 0'], ''),
    'requirements: []',
    'rubygems_version: 3.3.15',
    'specification_version: 4',
    'summary: A demonstration gem',
    'test_files: []',
    '',
  ];
  return Object.entries(changed).reduce((yaml, [from, to]) => yaml.replace(from, to), lines.join('\n'));
}

const sourceOf = ({ name, version, source }: Gem): string =>
  source ?? `module ${moduleName(name)}\n  def self.greet = "Hello from ${name} ${version}"\nend\n`;

/** The three members, by name. */
export async function gemMembers(gem: Gem): Promise<Record<string, Buffer>> {
  const members = {
    'metadata.gz': gzipSync(gemspecYaml(gem)),
    'data.tar.gz': await tarGz([{ name: `lib/${gem.name}.rb`, body: sourceOf(gem) }]),
  };
  return { ...members, 'checksums.yaml.gz': gzipSync(checksums(members)) };
}

export function checksums(members: Readonly<Record<string, Buffer>>): string {
  const table = ['SHA256', 'SHA512'].flatMap((algorithm) => [
    `${algorithm}:`,
    ...Object.entries(members).map(([name, body]) => `  ${name}: ${createHash(algorithm).update(body).digest('hex')}`),
  ]);
  return ['---', ...table, ''].join('\n');
}

export const gemOf = (members: Readonly<Record<string, Buffer>>): Promise<Buffer> =>
  tar(Object.entries(members).map(([name, body]): TarEntry => ({ name, body, mode: 0o444 })));

export async function gem(made: Gem): Promise<Archive> {
  return { name: gemName(made), body: await gemOf(await gemMembers(made)) };
}
