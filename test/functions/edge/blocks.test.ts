import { createHash } from 'node:crypto';
import { fileBlockKey, projectBlockKey, SOME } from '../../../domain/contracts/blocks';
import { ask, failed, STORE, token } from './harness';

const FILE = '/pypi/files/demo/demo-1.0+a.tar.gz';
const ENTRY = fileBlockKey(createHash('sha256').update('files/pypi/demo/demo-1.0%2Ba.tar.gz').digest('base64url'));
const PART = { ...STORE, [projectBlockKey('pypi', 'demo')]: SOME, [ENTRY]: '410 Blocked: it stole tokens.' };
const ALL = { ...STORE, [projectBlockKey('pypi', 'demo')]: '451 Blocked: a court wants it.' };

const answerOf = (code: 'BLOCKED' | 'BLOCKED_BY_LAW', reason: string) =>
  failed(code, `${reason} `, {}, 'application/problem+json');

test('a blocked file is answered with status and reason, whoever asks, and nobody may keep the answer', async () => {
  const gone = answerOf('BLOCKED', 'Blocked: it stole tokens.');
  expect((await ask(FILE, { store: PART })).answer).toEqual(gone);
  expect((await ask(FILE, { store: PART, method: 'HEAD' })).answer).toEqual(gone);
  expect((await ask(`/t/gold/acme${FILE}`, { store: PART, headers: { authorization: token() } })).answer).toEqual(gone);
});

test.each(['.metadata', '.provenance', '.sigstore.json', '.2.sigstore.json'])('its %s is blocked with it', async (end) => {
  expect((await ask(FILE + end, { store: PART })).answer.statusCode).toBe(410);
});

test.each([
  '/pypi/files/demo/demo-1.0+a-py3-none-any.whl',
  '/pypi/files/demo/demo-2.0.tar.gz',
  '/pypi/simple/demo/',
  '/pypi/files/other/demo-1.0+a.tar.gz',
])('beside it %s is served', async (path) => {
  expect((await ask(path, { store: PART })).answer.uri).toMatch(/^\/(files|index)\//);
});

test.each([FILE, '/pypi/simple/demo/', '/pypi/simple/Demo', '/pypi/files/demo/demo-2.0.tar.gz.metadata'])(
  'of a blocked project %s is not served',
  async (path) => {
    expect((await ask(path, { store: ALL })).answer).toEqual(answerOf('BLOCKED_BY_LAW', 'Blocked: a court wants it.'));
  },
);

test('who is refused anyway does not learn what is blocked', async () => {
  expect((await ask(`/t/gold/acme${FILE}`, { store: ALL })).answer.statusCode).toBe(401);
});

test('what was asked for is logged, also when it is blocked', async () => {
  expect(JSON.parse((await ask(FILE, { store: ALL })).logged ?? '')).toEqual({
    tier: 'anonymous',
    ecosystem: 'pypi',
    project: 'demo',
    kind: 'file',
  });
});

test('an ecosystem whose paths begin with another word is blocked by its own name', async () => {
  const store = { [projectBlockKey('rubygems', 'demo')]: '410 Gone for good.' };
  expect((await ask('/gems/info/demo', { ecosystem: 'rubygems', store })).answer.statusCode).toBe(410);
});

test('while blocks cannot be looked up nothing of a project is served, as it may be blocked', async () => {
  const { answer } = await ask(FILE, { store: 'broken' });
  expect(answer).toEqual(failed('UNAVAILABLE', '', { 'retry-after': '30' }, 'application/problem+json'));
});
