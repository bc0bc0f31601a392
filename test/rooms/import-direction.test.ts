/** Holds the direction of imports: bin -> lib -> constructs -> domain <- functions, and local -> domain. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(__dirname, '../..');

/** Which rooms each room may import from, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bin: ['lib', 'local', 'domain'],
  lib: ['constructs', 'domain'],
  constructs: ['domain'],
  domain: [],
  functions: ['domain'],
  local: ['domain'],
};

/** Packages that a room must not know. `domain` may use what is pure: parsing, hashing, bytes. */
const FORBIDDEN_PACKAGES: Readonly<Record<string, RegExp>> = {
  domain:
    /^(aws-cdk-lib|constructs|cdk-nag|@aws-sdk\/|@smithy\/|node:(fs|http|https|net|child_process|os|process|timers|dns|tls))/,
  functions: /^(aws-cdk-lib|constructs$|cdk-nag|node:(http|https|net|child_process))/,
  local: /^(aws-cdk-lib|constructs$|cdk-nag)/,
  constructs: /^(@aws-sdk\/|node:(http|https|net|child_process))/,
};

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourceFiles(path);
    return /\.(ts|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

const importsOf = (file: string): string[] =>
  ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles.map((found) => found.fileName);
const roomOf = (file: string): string => relative(ROOT, file).split('/')[0]!;

/** The arrows of one file that break the rules, in words. */
function offences(file: string): string[] {
  const room = roomOf(file);
  return importsOf(file).flatMap((name) => {
    const from = relative(ROOT, file);
    if (!name.startsWith('.')) return FORBIDDEN_PACKAGES[room]?.test(name) ? [`${from} imports ${name}`] : [];
    const target = roomOf(resolve(dirname(file), name));
    return target === room || MAY_IMPORT[room]!.includes(target) ? [] : [`${from} imports from ${target}`];
  });
}

const rooms = Object.keys(MAY_IMPORT);

test.each(rooms)('%s imports only what it may', (room) => {
  const files = sourceFiles(join(ROOT, room));
  expect(files.length).toBeGreaterThan(0);
  expect(files.flatMap(offences)).toEqual([]);
});

test('the local edge opens sockets in one file; the launcher of the local cloud only looks for a free port', () => {
  const openers = sourceFiles(join(ROOT, 'local')).filter((file) => /\.listen\(|createServer\(/.test(readFileSync(file, 'utf8')));
  expect(openers.map((file) => relative(ROOT, file))).toEqual(['local/cloud/ports.ts', 'local/listen.ts']);
});
