/** Names of projects, versions and files that could confuse S3, the CDN, a file system or a reader: refused by rule. */
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import type { HostileCase } from '../case';
import { honest, manifestOf, signed, VERSION } from '../world';

/** A project's name of each ecosystem's form around a word. */
const SHAPES: Readonly<Record<EcosystemName, (word: string) => string>> = {
  pypi: (word) => word,
  npm: (word) => `@demo/${word}`,
  cargo: (word) => word,
  maven: (word) => `org.example:${word}`,
  rubygems: (word) => word,
  composer: (word) => `demo/${word}`,
  go: (word) => `example.org/${word}`,
  generic: (word) => word,
};

const PROJECTS: Readonly<Record<string, string>> = {
  nothing: '',
  'a dot': '.',
  'two dots': '..',
  'a path that climbs': 'a/../../b',
  'a backslash': 'a\\b',
  'a NUL': 'a\u0000b',
  'a line break': 'a\nb',
  'a line break at its end': 'demo\n',
  'a space at its end': 'demo ',
  'a dot at its end': 'demo.',
  'an escaped slash': 'a%2fb',
  'a question mark': 'a?b',
  'a hash sign': 'a#b',
  'a star': 'a*b',
  'an accent': 'dém\u006f',
  'an accent of its own': 'de\u0301mo',
  'a Cyrillic letter': 'dem\u043e',
  'letters in full width': '\uff44emo',
  'a dotless letter of Turkish': 'd\u0131mo',
  'the sign for kelvin': '\u212aelvin',
  'text from right to left': 'a\u202eb',
  'an invisible space': 'de\u200bmo',
  'a byte order mark': '\ufeffdemo',
  'a device of Windows': 'con',
  'another device of Windows': 'lpt1',
  markup: '<script>',
  'more characters than anyone reads': 'a'.repeat(240),
};

const VERSIONS: Readonly<Record<string, (version: string) => string>> = {
  nothing: () => '',
  'two dots': () => '..',
  'a path that climbs': (version) => `../${version}`,
  'a slash': (version) => `${version}/x`,
  'a backslash': (version) => `${version}\\x`,
  'a NUL': (version) => `${version}\u0000`,
  'a line break at its end': (version) => `${version}\n`,
  'a space at its end': (version) => `${version} `,
  'a dot at its end': (version) => `${version}.`,
  'digits in full width': (version) => version.replace('1', '\uff11'),
  'Arabic digits': (version) => version.replace('1', '\u0661'),
  'a word': () => 'latest',
  'a percent sign': (version) => `${version}%2e`,
  markup: () => '<b>1</b>',
  'more characters than anyone reads': (version) => `${version}${'0'.repeat(120)}`,
};

const FILES: Readonly<Record<string, (name: string) => string>> = {
  'two dots': () => '..',
  'a path that climbs': (name) => `../${name}`,
  'a folder': (name) => `a/${name}`,
  'a path from the root': (name) => `/${name}`,
  'a dot in front': (name) => `./${name}`,
  'a backslash': (name) => `a\\${name}`,
  'a NUL': (name) => `${name}\u0000`,
  'a line break at its end': (name) => `${name}\n`,
  'a space in front': (name) => ` ${name}`,
  'a dot at its end': (name) => `${name}.`,
  'a Cyrillic letter': (name) => name.replace(/[aeo](?=[^.]*\.)|^v|o/, '\u043e'),
  'text from right to left': (name) => `\u202e${name}`,
  'a stream': (name) => `${name}::$DATA`,
};

const reserved = (ecosystem: EcosystemName, project: string, what: string): HostileCase => ({
  name: `${ecosystem} project: ${what}`,
  code: 'NAME_NOT_ALLOWED',
  says: 'name is not allowed',
  upload: async (world) => signed(world, { ...(await honest(ecosystem)), project }),
});
const otherwise = (ecosystem: EcosystemName, project: string, normal: string): HostileCase => ({
  name: `${ecosystem} project: ${project}, which is ${normal}`,
  code: 'NAME_NOT_NORMALISED',
  says: `upload it as '${normal}'`,
  upload: async (world) => signed(world, { ...(await honest(ecosystem)), project }),
});

const projectCases = (ecosystem: EcosystemName): HostileCase[] =>
  Object.entries(PROJECTS).map(([what, word]) => ({
    name: `${ecosystem} project: ${what}`,
    code: 'NAME_NOT_ALLOWED',
    says: /(name|path) is not allowed/,
    upload: async (world) => signed(world, { ...(await honest(ecosystem)), project: SHAPES[ecosystem](word) }),
  }));

const versionCases = (ecosystem: EcosystemName): HostileCase[] =>
  Object.entries(VERSIONS).map(([what, change]) => ({
    name: `${ecosystem} version: ${what}`,
    code: 'VERSION_INVALID',
    says: /^(The version is not|Maven takes this version)/,
    upload: async (world) => signed(world, { ...(await honest(ecosystem)), version: change(VERSION[ecosystem]) }),
  }));

const fileCases = (ecosystem: EcosystemName): HostileCase[] =>
  Object.entries(FILES).map(([what, change]) => ({
    name: `${ecosystem} file name: ${what}`,
    code: 'FILE_NAME_INVALID',
    says: /^The file name is /,
    upload: async (world) => {
      const parts = await honest(ecosystem);
      const { files, ...manifest } = manifestOf(parts);
      const [first, ...rest] = files;
      return signed(world, parts, { ...manifest, files: [{ ...first, name: change(first!.name) }, ...rest] });
    },
  }));

const changeable = (version: string): HostileCase => ({
  name: `maven version: ${version}, which may change`,
  code: 'VERSION_CHANGEABLE',
  says: 'Snapshots are not released here',
  upload: async (world) => signed(world, { ...(await honest('maven')), version }),
});

const OTHER_RELEASES: Readonly<Record<EcosystemName, string | undefined>> = {
  pypi: 'demo-9.9.9.tar.gz',
  npm: 'demo-lib-9.9.9.tgz',
  cargo: 'demo-9.9.9.crate',
  maven: 'demo-9.9.9.jar',
  rubygems: 'demo-9.9.9.gem',
  composer: 'demo-lib-9.9.9.zip',
  go: 'v9.9.9.zip',
  generic: undefined, // any name will do
};
const mismatches = Object.entries(OTHER_RELEASES).flatMap(([ecosystem, name]): HostileCase[] =>
  name === undefined
    ? []
    : [
        {
          name: `${ecosystem} file name: of another release`,
          code: 'FILE_NAME_MISMATCH',
          says: /^The file name is /,
          upload: async (world) => {
            const parts = await honest(ecosystem as EcosystemName);
            return signed(world, { ...parts, files: [...parts.files.slice(1), { ...parts.files[0]!, name }] });
          },
        },
      ],
);

const taken = (name: string): HostileCase => ({
  name: `generic file name: ${name}, which the registry needs itself`,
  code: 'FILE_NAME_INVALID',
  says: 'no name that the registry or Windows needs itself',
  upload: async (world) => {
    const parts = await honest('generic');
    const { files, ...manifest } = manifestOf(parts);
    return signed(world, parts, { ...manifest, files: [{ ...files[0], name }] });
  },
});

export const NAME_CASES: readonly HostileCase[] = [
  ...ECOSYSTEM_NAMES.flatMap((name) => [...projectCases(name), ...versionCases(name), ...fileCases(name)]),
  ...mismatches,
  ...['1.0-SNAPSHOT', '1.0-snapshot', '1.0-20260102.030405-6'].map(changeable),
  ...['SHA256SUMS', 'sha256sums', 'index.html', 'INDEX.JSON', 'x.sigstore.json', 'aux.txt'].map(taken),
  reserved('npm', 'fs', 'a module of Node.js'),
  reserved('npm', 'node_modules', 'the folder of all packages'),
  reserved('npm', 'Demo', 'a capital'),
  reserved('npm', '@demo/.hidden', 'a dot in front'),
  reserved('npm', '@demo/a/b', 'two slashes'),
  reserved('cargo', 'std', 'the standard library'),
  reserved('cargo', '1demo', 'a digit in front'),
  reserved('rubygems', '123', 'digits only'),
  reserved('rubygems', 'a..b', 'two dots within'),
  reserved('maven', 'demo', 'no group'),
  reserved('maven', 'org..example:demo', 'an empty part of a group'),
  reserved('maven', 'org.nul:demo', 'a device of Windows as a group'),
  reserved('maven', 'a:b:c', 'three parts'),
  reserved('composer', 'demo', 'no vendor'),
  reserved('composer', 'demo/lib.json', 'the end of an index'),
  otherwise('pypi', 'Demo_Pkg', 'demo-pkg'),
  otherwise('pypi', 'a.-_b', 'a-b'),
  otherwise('cargo', 'Demo_Lib', 'demo-lib'),
  otherwise('composer', 'Demo/Lib', 'demo/lib'),
  otherwise('generic', 'Demo.Files', 'demo-files'),
];
