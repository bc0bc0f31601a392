/** What README.md and the documents point to is there: the file, and the heading in it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const DOCUMENTS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
]
  .filter((name) => extname(name) === '.md')
  .sort();

/** @see https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

const prose = (file: string): string => readFileSync(file, 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
const anchorsIn = (file: string): string[] => [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));

function isThere(from: string, link: string): boolean {
  const [path, anchor] = link.split('#') as [string, string | undefined];
  const file = path === '' ? from : join(dirname(from), path);
  if (!existsSync(file)) return false;
  return anchor === undefined || (statSync(file).isFile() && anchorsIn(file).includes(anchor));
}

const linksOf = (document: string): string[] =>
  [...prose(join(ROOT, document)).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link]) => link!);

test.each(DOCUMENTS)('what %s points to is there', (document) => {
  expect(linksOf(document).filter((link) => !isThere(join(ROOT, document), link))).toEqual([]);
});

test('a missing file and a missing heading are found', () => {
  const from = join(ROOT, 'README.md');
  expect(linksOf('README.md')).toContain('docs/tokens.md');
  expect(
    ['docs/publishing.md#who-may-upload', 'docs/none.md', 'docs/publishing.md#none'].map((link) => isThere(from, link)),
  ).toEqual([true, false, false]);
});
