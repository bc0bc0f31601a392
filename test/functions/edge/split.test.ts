import fc from 'fast-check';
import { bundleEdgeFunction, bundleFilesFunction } from '../../../constructs/cdn/edge-function-bundle';
import { fileBlockKey, projectBlockKey, SOME } from '../../../domain/contracts/blocks';
import { BRAKE_ENTRY_KEY, brakeEntry } from '../../../domain/contracts/brake-entry';
import { OPEN_PREFIX } from '../../../domain/contracts/keys';
import { LIMIT_SIGNAL_HEADER, limitSignal } from '../../../domain/contracts/limit-signal';
import { LINKS_TO_FILES, openKey } from '../../../domain/contracts/variants';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import { type Asked, ask, failed, HOST, STORE, token } from './harness';

const FILES: readonly (readonly [EcosystemName, string, string])[] = [
  ['pypi', '/pypi/files/demo/demo-1.0+cpu.tar.gz', 'files/pypi/demo/demo-1.0%2Bcpu.tar.gz'],
  ['pypi', '/pypi/files/demo/demo-1.0.tar.gz.metadata', 'files/pypi/demo/demo-1.0.tar.gz.metadata'],
  ['npm', '/npm/@demo%2flib/-/lib-1.0.0.tgz', 'files/npm/@demo/lib/-/lib-1.0.0.tgz'],
  ['composer', '/composer/files/demo/lib/1.0.zip', 'files/composer/demo/lib/1.0.zip'],
  ['cargo', '/cargo/crates/Demo_x/demo_x-1.0.0.crate', 'files/cargo/demo-x/demo_x-1.0.0.crate'],
  ['generic', '/generic/demo/1.0/demo.zip.sigstore.json', 'files/generic/demo/1.0/demo.zip.sigstore.json'],
];
const [, FILE, KEY] = FILES[0]!;
const onFiles = (path: string, asked: Asked = {}) => ask(path, { ...asked, role: 'files' });
const refused = (...[code, more, headers]: Parameters<typeof failed>) => failed(code, more, headers, 'application/problem+json');

test('with every ecosystem both functions stay under 8 KB', () => {
  const options = { ecosystems: ECOSYSTEM_NAMES, registry: 'Example', contact: 'registry@example.org' };
  expect(Buffer.byteLength(bundleEdgeFunction({ ...options, split: true }))).toBeLessThanOrEqual(8192);
  expect(Buffer.byteLength(bundleFilesFunction({ ecosystems: ECOSYSTEM_NAMES, home: HOST }))).toBeLessThanOrEqual(8192);
});

describe('the files host', () => {
  test.each(FILES)('serves %s %s from %s, as the index host does', async (ecosystem, path, key) => {
    const { answer, logged } = await onFiles(path, { ecosystem });
    expect(answer.uri).toBe(`/${key}`);
    expect((await ask(path, { ecosystem })).answer.uri).toBe(`/${key}`);
    expect(logged).toBe((await ask(path, { ecosystem })).logged);
  });

  test.each([
    ['pypi', '/pypi/simple/demo/'],
    ['pypi', '/pypi/simple/demo'],
    ['npm', '/npm/demo'],
    ['cargo', '/cargo/index/config.json'],
    ['generic', '/generic/demo/'],
    ['generic', '/generic/demo'],
    ['maven', '/maven/org/example/demo/1.0/demo-1.0.jar'],
    ['pypi', '/-/limits'],
    ['pypi', '/'],
    ['pypi', '/t/gold/acme/pypi/files/demo/demo-1.0.tar.gz'],
  ] as const)('has nothing of %s at %s', async (ecosystem, path) => {
    const { answer, logged } = await onFiles(path, { ecosystem, headers: { authorization: token() } });
    expect([answer.statusCode, logged]).toEqual([404, undefined]);
  });

  test('neither uses a token, nor logs it, nor sends it on; nor a cookie', async () => {
    for (const authorization of [token(), 'Bearer x', 'Basic %%%', token({}, 'guess')]) {
      const { answer, logged } = await onFiles(FILE, { headers: { authorization } });
      expect([answer.uri, answer.headers]).toEqual([`/${KEY}`, { host: { value: HOST } }]);
      expect(JSON.parse(logged ?? '')).toEqual({ tier: 'anonymous', ecosystem: 'pypi', project: 'demo', kind: 'file' });
    }
  });

  test.each(['POST', 'PUT', 'DELETE'])('refuses %s, that of npm too', async (method) => {
    expect((await onFiles(FILE, { method })).answer).toEqual(refused('METHOD_NOT_ALLOWED', '', { allow: 'GET, HEAD' }));
    const audit = await onFiles('/npm/-/npm/v1/security/advisories/bulk', { method, ecosystem: 'npm' });
    expect(audit.answer.statusCode).toBe(405);
  });

  test('a malformed path is 400, and errors lead to pages of the index host', async () => {
    expect((await onFiles('/pypi/files/../x')).answer).toEqual(failed('PATH_MALFORMED'));
  });

  test('a limit of the web ACL is told as on the index host', async () => {
    const policy = { rule: 'tier-anonymous', requests: 3000, windowSeconds: 300 };
    const headers = { [LIMIT_SIGNAL_HEADER]: limitSignal({ ...policy, retryAfterSeconds: 75, text: 'Too much.' }) };
    const here = await onFiles(FILE, { headers });
    expect(here).toEqual(await ask(FILE, { headers }));
    expect(here.answer.statusCode).toBe(429);
  });

  test('the brake refuses robots here too, whatever token they show, and is off when the store does not answer', async () => {
    const signal = limitSignal({ rule: 'brake', requests: 0, windowSeconds: 120, retryAfterSeconds: 120, text: 'Saving.' });
    const store = { ...STORE, [BRAKE_ENTRY_KEY]: brakeEntry('^anonymous .*[bB]ot', signal) };
    const robot = { 'user-agent': 'robot/1', authorization: token() };
    expect((await onFiles(FILE, { store, headers: robot })).answer.statusCode).toBe(429);
    expect((await onFiles(FILE, { store, headers: { 'user-agent': 'pip/26' } })).answer.uri).toBe(`/${KEY}`);
  });

  test('what is blocked is refused; when that cannot be known, nothing is served', async () => {
    const project = { ...STORE, [projectBlockKey('pypi', 'demo')]: '451 A court order.' };
    expect((await onFiles(FILE, { store: project })).answer).toEqual(refused('BLOCKED_BY_LAW', 'A court order. '));
    const others = { ...STORE, [projectBlockKey('pypi', 'demo')]: SOME, [fileBlockKey('another')]: '410 Malware.' };
    expect((await onFiles(FILE, { store: others })).answer.uri).toBe(`/${KEY}`);
    expect((await onFiles(FILE, { store: 'broken' })).answer.statusCode).toBe(503);
  });

  test('property: only keys below files/ reach the bucket', async () => {
    const noise = fc.string({
      unit: fc.constantFrom(...Array.from('ab/.%2fF+eE0\\-_!~'), '..', '//', '%2F', 'd-1.tar.gz'),
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('/', '/pypi/', '/pypi/files/d/', '/pypi/simple/', '/-/'), noise, async (start, rest) => {
        const { answer } = await onFiles(start + rest);
        if (answer.uri !== undefined) expect(answer.uri).toMatch(/^\/files\/pypi\/(?!.*(\/\/|\/\.\.?(\/|$)))/);
      }),
    );
  });
});

describe('the index host, where files have another', () => {
  test.each([
    ['pypi', '/pypi/simple/demo/', 'pypi/simple/demo/index.html'],
    ['npm', '/npm/@demo%2flib', 'npm/@demo/lib/full.json'],
    ['composer', '/composer/p2/demo/lib.json', 'composer/p2/demo/lib.json'],
    ['cargo', '/cargo/index/config.json', 'cargo/config.json'],
    ['generic', '/generic/demo/', 'generic/demo/index.html'],
    ['generic', '/generic/demo/index.json', 'generic/demo/index.json'],
  ] as const)('of %s, %s is open/%s without a token and index/%3$s with one', async (ecosystem, path, rest) => {
    const open = await ask(path, { ecosystem, role: 'index' });
    expect(open.answer.uri).toBe(`/${OPEN_PREFIX}${rest}`);
    expect(openKey(`index/${rest}`)).toBe(`open/${rest}`);
    const withToken = { ecosystem, role: 'index', headers: { authorization: token() } } as const;
    expect((await ask(path, withToken)).answer.uri).toBe(`/index/${rest}`);
    expect((await ask(path, { ecosystem })).answer.uri).toBe(`/index/${rest}`);
  });

  test.each([
    ['pypi', '/pypi/simple/', 'index/pypi/simple/index.html'],
    ['pypi', FILE, KEY],
    ['pypi', '/-/limits', 'index/-/limits'],
    ['npm', '/npm/-/ping', 'index/npm/-/ping'],
    ['composer', '/composer/packages.json', 'index/composer/packages.json'],
    ['composer', '/composer/p2/demo/lib~dev.json', 'index/composer/p2/demo/lib~dev.json'],
    ['cargo', '/cargo/index/3/c/con', 'index/cargo/3/c/con'],
    ['cargo', '/cargo/index/co/nf/conf', 'index/cargo/co/nf/conf'],
    ['generic', '/generic/demo/index.1/SHA256SUMS', 'index/generic/demo/index.1/SHA256SUMS'],
    ['maven', '/maven/npm/x/maven-metadata.xml', 'index/maven/npm/x/maven-metadata.xml'],
    ['go', '/go/example.org/demo/@v/list', 'index/go/example.org/demo/@v/list'],
    ['rubygems', '/gems/info/demo', 'index/rubygems/info/demo'],
  ] as const)('of %s, %s is one document for all', async (ecosystem, path, key) => {
    expect((await ask(path, { ecosystem, role: 'index' })).answer.uri).toBe(`/${key}`);
    expect(LINKS_TO_FILES.test(key)).toBe(false);
  });
});
