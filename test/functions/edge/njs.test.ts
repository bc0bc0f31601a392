/** njs is the engine that CloudFront's runtime descends from, and refuses what that refuses. It runs the text that is deployed. */
import { spawnSync } from 'node:child_process';
import { describeWith } from '../../helpers/require-client';
import { type Asked, ask, CODE, eventOf, NOW, STORE, token } from './harness';

const CALLS: readonly (readonly [path: string, asked: Asked])[] = [
  ['/', {}],
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
  ['/t/gold/mallory/', { headers: { authorization: token({ holder: 'mallory' }) } }],
  ['/pypi/simple/demo/', { headers: { authorization: token({ keyId: 'k9' }) } }],
];

const RUNTIME = `const store = ${JSON.stringify(STORE)};
const cf = {
  kvs: function () {
    return {
      exists: async function (key) { return store[key] !== undefined; },
      get: async function (key) { return store[key]; },
    };
  },
  logCustomData: function () {},
};
Date.now = function () { return ${NOW * 1000}; };
`;
const MAIN = `
async function main() {
  const events = ${JSON.stringify(CALLS.map(([path, asked]) => eventOf(path, asked)))};
  for (let i = 0; i < events.length; i++) {
    const answer = await handler(events[i]);
    console.log(JSON.stringify(answer));
  }
}
main();
`;

describeWith('njs', spawnSync('njs', ['-v']).status === 0, 'in the njs engine', () => {
  test('the function answers as it does here', async () => {
    const input = RUNTIME + CODE.replace(/\bimport ([\w$]+) from"cloudfront";/, 'const $1 = cf;') + MAIN;
    const { stdout, stderr } = spawnSync('njs', ['-'], { input, encoding: 'utf8' });
    const expected: unknown[] = [];
    for (const [path, asked] of CALLS) expected.push((await ask(path, asked)).answer);
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
