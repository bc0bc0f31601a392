import fc from 'fast-check';
import { parseHeaders, readCoreMetadata } from '../../../../domain/packages/pypi/core-metadata';
import { refusalOf } from '../refusal-of';

const RELEASE = { project: 'demo-pkg', version: '1.0' };
const lines = (...all: string[]): Buffer => Buffer.from(all.join('\n'));
const GOOD = ['Metadata-Version: 2.4', 'Name: Demo.Pkg', 'Version: 1.0'];
const invalid = (what: string): string =>
  `METADATA_INVALID: The metadata inside the archive cannot be read: ${what}; build the archive again with a current build tool.`;

test('reads what a registry needs, and no more', () => {
  const metadata = readCoreMetadata(
    RELEASE,
    lines(...GOOD, 'Requires-Python: >=3.8, !=3.9.*', 'Classifier: A', 'Classifier: B', '', 'Name: other'),
  );
  expect(metadata).toEqual({ metadataVersion: '2.4', name: 'Demo.Pkg', version: '1.0', requiresPython: '>=3.8, !=3.9.*' });
});

test.each([
  ['carriage returns', ['Metadata-Version: 2.1\r', 'Name: demo-pkg\r', 'Version: 1.0\r', '\r', 'body\r']],
  ['names in another case', ['metadata-version: 1.0', 'NAME: demo_pkg', 'VERSION: 1.0']],
  ['folded fields', [...GOOD, 'License: a', '        b', '\tc', '        Name: not a field']],
  ['a version in another spelling', ['Metadata-Version: 2.1', 'Name: demo-pkg', 'Version: v1.0']],
  ['an empty Requires-Python', [...GOOD, 'Requires-Python:']],
  ['a body without end', [...GOOD, '', '']],
])('accepts %s', async (_, text) => {
  expect(await refusalOf(() => readCoreMetadata(RELEASE, lines(...text)))).toBe('accepted');
});

test.each([
  ['no version of the format', GOOD.slice(1), invalid("field 'Metadata-Version' is missing")],
  [
    'an unknown version of the format',
    ['Metadata-Version: 3.0', ...GOOD.slice(1)],
    invalid('\'Metadata-Version\' is "3.0", 1.x and 2.x are known'),
  ],
  ['no name', [GOOD[0]!, GOOD[2]!], invalid("field 'Name' is missing")],
  ['an empty version', [GOOD[0]!, GOOD[1]!, 'Version: '], invalid("field 'Version' is missing")],
  ['a second name', [...GOOD, 'name: other'], invalid("field 'Name' is there 2 times")],
  ['a name below the headers', [GOOD[0]!, '', GOOD[1]!, GOOD[2]!], invalid("field 'Name' is missing")],
  ['a line that is no field', [...GOOD, 'what is this'], invalid('line "what is this" is no header field')],
  ['a folded first line', [' Name: demo', ...GOOD], invalid('line " Name: demo" is no header field')],
  [
    'a Requires-Python that is none',
    [...GOOD, 'Requires-Python: <script>'],
    invalid('\'Requires-Python\' is not a PEP 440 specifier, got: "<script>"'),
  ],
])('refuses %s', async (_, text, expected) => {
  expect(await refusalOf(() => readCoreMetadata(RELEASE, lines(...text)))).toBe(expected);
});

test('refuses what is not UTF-8', async () => {
  const latin = Buffer.concat([lines(...GOOD), Buffer.from('\nAuthor: Ren\xe9\n', 'latin1')]);
  expect(await refusalOf(() => readCoreMetadata(RELEASE, latin))).toBe(invalid('it is not UTF-8'));
});

test.each([
  ['Name: other', 'Version: 1.0', '"other" "1.0"'],
  ['Name: demo-pkg', 'Version: 1.1', '"demo-pkg" "1.1"'],
  ['Name: demo-pkg', 'Version: 1.0.0', '"demo-pkg" "1.0.0"'],
  ['Name: demo-pkg', 'Version: newest', '"demo-pkg" "newest"'],
])('refuses another release: %s, %s', async (name, version, got) => {
  expect(await refusalOf(() => readCoreMetadata(RELEASE, lines(GOOD[0]!, name, version)))).toBe(
    `METADATA_MISMATCH: The metadata inside the archive is of another release, got: ${got}, not demo-pkg 1.0; build the archive of this release again.`,
  );
});

test('joins folded lines', () => {
  expect([...parseHeaders('A: one\n  two\n\tthree\nB: x\n\nC: no\n')]).toEqual([
    ['a', ['one\ntwo\nthree']],
    ['b', ['x']],
  ]);
});

test('whatever the bytes, the worst is a refusal', async () => {
  const noise = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom(...Array.from('Name: \n\tVersion1.0')) }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(noise, fc.boolean(), async (bytes, behind) => {
      const body = Buffer.concat(behind ? [lines(...GOOD, ''), bytes] : [bytes]);
      expect(await refusalOf(() => readCoreMetadata(RELEASE, body))).toMatch(/^(accepted|METADATA_(INVALID|MISMATCH): )/);
    }),
  );
});
