import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { checkPom, readPom } from '../../../../domain/packages/maven/pom';
import { readTexts } from '../../../../domain/packages/maven/xml';
import { pom } from '../../../helpers/maven-files';
import { refusalOf } from '../refusal-of';

const DEMO = { group: 'org.example', artifact: 'demo', version: '1.0' };
const RELEASE = { project: 'org.example:demo', version: '1.0' };
const check = (body: Buffer | string) =>
  refusalOf(() => {
    checkPom(RELEASE, inMemory(Buffer.from(body)));
  });
const unreadable = (what: string): string =>
  `METADATA_INVALID: The POM cannot be read: ${what}; publish the POM that the build tool writes for a deployment.`;
const project = (inside: string, prolog = ''): string =>
  `${prolog}<project><modelVersion>4.0.0</modelVersion>${inside}</project>`;
const COORDINATES = '<groupId>org.example</groupId><artifactId>demo</artifactId><version>1.0</version>';
const PARENT = '<groupId>org.example</groupId><artifactId>parent</artifactId><version>1.0</version>';

test.each<[string, Buffer | string]>([
  ['as Maven writes it', pom(DEMO)],
  ['with group and version of its parent', pom(DEMO, { groupId: undefined, version: undefined, parent: PARENT })],
  [
    'with white space, comments and CDATA',
    project('<groupId>\n org.<!-- x -->example </groupId><artifactId><![CDATA[demo]]></artifactId><version>1&#46;0</version>'),
  ],
  [
    'with coordinates of others deeper down',
    project(
      `${COORDINATES}<dependencies><dependency><version>9</version></dependency></dependencies><build><groupId>x</groupId></build>`,
    ),
  ],
  [
    'in Latin-1',
    Buffer.from(project(`${COORDINATES}<name>d\xe9mo</name>`, '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'latin1'),
  ],
  ['with a byte order mark', `\ufeff${project(COORDINATES, '<?xml version="1.0" encoding="UTF-8"?>')}`],
  ['of Maven 4', pom(DEMO, { modelVersion: '4.1.0' })],
])('accepts a POM %s', async (_, body) => {
  expect(await check(body)).toBe('accepted');
});

test('knows the entities that Maven knows, and takes none of them for white space', async () => {
  const texts = readTexts(Buffer.from('<a>&oslash;&nbsp;&yuml;</a>'), new Set(['a']));
  expect(texts.get('a')).toBe('\u00f8\u00a0\u00ff');
  expect(await check(pom(DEMO, { version: '&nbsp;1.0 ' }))).toContain('METADATA_MISMATCH');
});

test('its own group and version go before its parent’s', () => {
  const parent = '<groupId>org.parent</groupId><artifactId>parent</artifactId><version>9</version>';
  expect(readPom(pom(DEMO, { parent }))).toEqual(RELEASE);
});

test.each([
  ['group', pom(DEMO, { groupId: 'org.evil' }), 'org.evil:demo:1.0'],
  ['artifact', pom(DEMO, { artifactId: 'evil' }), 'org.example:evil:1.0'],
  ['version', pom(DEMO, { version: '1.0.0' }), 'org.example:demo:1.0.0'],
  ['version of its parent', pom(DEMO, { version: undefined, parent: PARENT.replace('1.0', '2.0') }), 'org.example:demo:2.0'],
])('refuses a POM of another %s', async (_, body, got) => {
  expect(await check(body)).toBe(
    `METADATA_MISMATCH: The POM is of another release, got: "${got}", not org.example:demo:1.0; publish it with the release that it belongs to.`,
  );
});

const XXE = '<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
const LAUGHS = `<!DOCTYPE project [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY ${String.fromCharCode(98 + i)} "&${String.fromCharCode(97 + i)};&${String.fromCharCode(97 + i)};">`).join('')}]>`;

test.each<[string, Buffer | string, string]>([
  ['an external entity', project(COORDINATES.replace('1.0', '&x;'), XXE), 'it has a document type declaration'],
  ['a billion laughs', project(COORDINATES.replace('1.0', '&u;'), LAUGHS), 'it has a document type declaration'],
  [
    'a document type alone',
    project(COORDINATES, '<!DOCTYPE project SYSTEM "http://evil.example/x.dtd">'),
    'it has a document type declaration',
  ],
  ['an unknown entity', project(COORDINATES.replace('1.0', '&x;')), 'undefined entity.'],
  ['too many bytes', project(`${COORDINATES}${' '.repeat(2 * 1024 * 1024)}`), 'it has 2097286 bytes, at most 2097152 are read'],
  [
    'elements a hundred deep',
    project(`${COORDINATES}${'<a>'.repeat(100)}${'</a>'.repeat(100)}`),
    'its elements are nested more than 100 deep',
  ],
  ['two versions', project(`${COORDINATES}<version>2.0</version>`), "element 'project/version' is there twice"],
  [
    'two parents',
    project(`<artifactId>demo</artifactId><parent>${PARENT}</parent><parent/>`),
    "element 'project/parent' is there twice",
  ],
  ['an element in the version', project('<version>1<b/>.0</version>'), "element 'project/version' holds other elements"],
  [
    'an expression as version',
    pom(DEMO, { version: '${revision}' }),
    'its version is the expression "${revision}", which only its own build can resolve (see Maven\'s flatten plugin)',
  ],
  ['no group', pom(DEMO, { groupId: undefined }), 'it has no groupId'],
  ['an empty version, for all that its parent says', pom(DEMO, { version: '', parent: PARENT }), 'it has no version'],
  ['no artifact, for all that its parent says', pom(DEMO, { artifactId: undefined, parent: PARENT }), 'it has no artifactId'],
  ['another model', pom(DEMO, { modelVersion: '3.0.0' }), '\'project/modelVersion\' must be 4.0.0 or 4.1.0, got: "3.0.0"'],
  ['another root', '<html/>', "'project/modelVersion' must be 4.0.0 or 4.1.0, got: null"],
  ['nothing in it', '', 'document must contain a root element.'],
  ['an end too early', project(COORDINATES).slice(0, -4), 'unclosed tag: project'],
  ['elements that cross', '<project><a></project></a>', 'unexpected close tag.'],
  ['two roots', `${project(COORDINATES)}<project/>`, 'documents may contain only one root.'],
  ['UTF-16', Buffer.from(`\ufeff${project(COORDINATES)}`, 'utf16le'), 'it is not utf-8'],
  ['UTF-7', project(COORDINATES, '<?xml version="1.0" encoding="UTF-7"?>'), 'its encoding is "UTF-7", use UTF-8'],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from('<project>'), Buffer.of(0xff)]), 'it is not utf-8'],
])('refuses a POM with %s', async (_, body, what) => {
  // The parser says where, as line and column.
  expect((await check(body)).replace(/: \d+:\d+: /, ': ')).toBe(unreadable(what));
});

test('what is large in one place only takes no longer', () => {
  const name = 'a'.repeat(500_000);
  const body = Buffer.from(`<project><${name}>${'<b/>'.repeat(200_000)}</${name}></project>`);
  expect(readTexts(body, new Set(['project/version']))).toEqual(new Map());
});

test('property: whatever the bytes, reading ends with a release or an error', () => {
  const piece = fc.constantFrom(
    '<project>',
    '</project>',
    '<groupId>',
    '</groupId>',
    '<!DOCTYPE',
    '<![CDATA[',
    ']]>',
    '&amp;',
    '&x;',
    '<!--',
    '-->',
    '<?xml',
    '?>',
    'a',
    ' ',
    '"',
    '\u0000',
    '>',
    '<',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let outcome: unknown;
      try {
        outcome = readPom(Buffer.from(pieces.join('')));
      } catch (error) {
        outcome = error;
      }
      expect(outcome).toBeInstanceOf(Error);
    }),
  );
});

test('property: coordinates come back as they were written', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'B', '1', '.', '-', '_'), minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(word, word, word, (group, artifact, version) => {
      expect(readPom(pom({ group, artifact, version }))).toEqual({ project: `${group}:${artifact}`, version });
    }),
  );
});
