/** njs is the engine that CloudFront's runtime descends from, and refuses what that refuses. It runs the text that is deployed. */
import { spawnSync } from 'node:child_process';
import type { EcosystemName } from '../../../domain/packages/names';
import { describeWith } from '../../helpers/require-client';
import { type Asked, ask, codeFor, eventOf, NOW, type Role, STORE, token } from './harness';

type Calls = readonly (readonly [path: string, asked: Asked])[];

const PYPI: Calls = [
  ['/', {}],
  ['/.well-known/security.txt', {}],
  ['/pypi/simple/', { method: 'POST' }],
  ['/pypi/simple/Demo', {}],
  ['/pypi/simple/demo/', { headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1' } }],
  ['/pypi/files/demo/demo-1.0+cpu.tar.gz.metadata', {}],
  ['/pypi/files/demo/../x', {}],
  ['/npm/demo', {}],
  ['/t/gold/acme/pypi/simple/demo/', {}],
  ['/t/gold/acme/pypi/simple/demo/', { headers: { authorization: `Basic ${Buffer.from(`u:${token()}`).toString('base64')}` } }],
  ['/t/gold/acme/pypi/simple/demo/', { headers: { authorization: 'Basic !' } }],
  ['/t/gold/acme/pypi/simple/demo/', { headers: { authorization: `Bearer ${token({}, 'guess')}` } }],
  ['/-/packages/pypi/demo', {}],
  ['/t/gold/acme/-/usage.json', { headers: { authorization: token() } }],
  ['/-/usage/gold/acme/usage.json', {}],
  ['/t/gold/mallory/', { headers: { authorization: token({ holder: 'mallory' }) } }],
  ['/pypi/simple/demo/', { headers: { authorization: token({ keyId: 'k9' }) } }],
];

/** Paths that exist and paths that do not: what each ecosystem's expressions make of them. */
const PATHS: Readonly<Record<Exclude<EcosystemName, 'pypi'>, readonly string[]>> = {
  cargo: [
    '/cargo/index/config.json',
    '/cargo/index/se/rd/Serde_json',
    '/cargo/crates/demo/demo-1.0.0+a.crate',
    '/cargo/index/4/abcd',
  ],
  composer: [
    '/composer/packages.json',
    '/composer/p2/demo%2flib~dev.json',
    '/composer/files/demo/lib/1.0+b.zip',
    '/composer/p2/demo',
  ],
  generic: ['/generic/demo/', '/generic/demo/1.0/SHA256SUMS', '/generic/demo/1.0+a/demo~1.zip', '/generic/demo/1.0/a/b'],
  go: ['/go/example.org/%21demo/@v/list', '/go/example.org/demo/@v/v1.0.0.zip', '/go/example.org/Demo/@v/list'],
  maven: [
    '/maven/org/example/demo/maven-metadata.xml.sha1',
    '/maven/org/example/demo.x/1.0+b/demo.x-1.0+b-sources.jar',
    '/maven/org/example/demo.x/1.0/demoxx-1.0.jar',
  ],
  npm: ['/npm/@demo%2flib', '/npm/@demo/lib/-/lib-1.0.0.tgz', '/npm/demo/-/demo.zip'],
  rubygems: ['/gems/versions', '/gems/info/demo', '/gems/gems/demo-1.0.gem', '/gems/gems/demo.zip'],
};
const CALLS: readonly (readonly [EcosystemName, Calls])[] = [
  ['pypi', PYPI],
  ...Object.entries(PATHS).map(([name, paths]) => {
    const ecosystem = name as EcosystemName;
    return [ecosystem, paths.map((path) => [path, { ecosystem }] as const)] as const;
  }),
];

/** Of two hosts, too: each function as it is bundled then. */
const BY_ROLE = CALLS.flatMap(([name, calls]) =>
  (['whole', 'index', 'files'] as const).map((role): [EcosystemName, Role, Calls] => [name, role, calls]),
);

const RUNTIME = `const store = ${JSON.stringify(STORE)};
const cf = {
  kvs: function () {
    return {
      exists: async function (key) { return store[key] !== undefined; },
      get: async function (key) { if (store[key] === undefined) throw new Error('KeyNotFound'); return store[key]; },
    };
  },
  logCustomData: function () {},
};
Date.now = function () { return ${NOW * 1000}; };
`;
const mainFor = (calls: Calls): string => `
async function main() {
  const events = ${JSON.stringify(calls.map(([path, asked]) => eventOf(path, asked)))};
  for (let i = 0; i < events.length; i++) {
    const answer = await handler(events[i]);
    console.log(JSON.stringify(answer));
  }
}
main();
`;

describeWith('njs', spawnSync('njs', ['-v']).status === 0, 'in the njs engine', () => {
  test.each(BY_ROLE)('the function with %s for the %s host answers as it does here', async (ecosystem, role, calls) => {
    const input =
      RUNTIME + codeFor(ecosystem, role).replace(/\bimport ([\w$]+) from"cloudfront";/, 'const $1 = cf;') + mainFor(calls);
    const { stdout, stderr } = spawnSync('njs', ['-'], { input, encoding: 'utf8' });
    const expected: unknown[] = [];
    for (const [path, asked] of calls) expected.push((await ask(path, { ...asked, role })).answer);
    expect(stderr).toBe('');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(expected);
  });

  test('it refuses what CloudFront refuses, so that the test above means something', () => {
    const refused = spawnSync('njs', ['-'], { input: 'async function f(x) { return g(await x); }', encoding: 'utf8' });
    expect(refused.stdout + refused.stderr).toContain('await in arguments not supported');
  });
});
