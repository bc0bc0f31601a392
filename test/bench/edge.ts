/**
 * How much CPU the edge function takes, as a multiple of an empty one in the same run: CloudFront publishes neither the limit nor the
 * unit of its compute utilisation, so only a ratio can be known beforehand. Part of `npm run bench`. Fails when a case takes more than
 * five times as much.
 *
 * Runs in njs, the engine that CloudFront's runtime descends from, on the text that is deployed with every ecosystem. An invocation is to
 * parse the event, run the handler and serialise what it returns. The platform also makes a new context and evaluates the script each
 * time, which this engine's command line cannot do; it would add to both. The KeyValueStore answers at once: what the platform does for a
 * look-up is not the function's time.
 */
import { spawnSync } from 'node:child_process';
import { bundleEdgeFunction } from '../../constructs/cdn/edge-function-bundle';
import { LIMIT_SIGNAL_HEADER, limitSignal } from '../../domain/contracts/limit-signal';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import type { HeaderList } from '../../local/http';
import { eventObject } from '../../local/simulators/edge-function/event';
import { NOW, STORE, token } from '../functions/edge/harness';

const MOST = 5;
/** Of so many rounds of so many invocations the median counts: others were disturbed. */
const [ROUNDS, INVOCATIONS] = [601, 5];

const PIP = 'pip/26.3 {"ci":null,"cpu":"x86_64","distro":{"name":"Debian GNU/Linux","version":"12"},"installer":{"name":"pip"}}';
const INDEX: HeaderList = [
  ['Host', 'packages.example.org'],
  ['User-Agent', PIP],
  ['Accept-Encoding', 'gzip, deflate'],
  ['Accept', 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html; q=0.1, text/html; q=0.01'],
  ['Cache-Control', 'max-age=0'],
];
const FILE: HeaderList = [
  ['Host', 'packages.example.org'],
  ['User-Agent', PIP],
  ['Accept', '*/*'],
  ['Accept-Encoding', 'identity'],
];
const NPM: HeaderList = [
  ['Host', 'packages.example.org'],
  ['User-Agent', 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false'],
  ['Accept', 'application/json'],
  ['Accept-Encoding', 'gzip,deflate'],
  ['npm-command', 'install'],
  ['npm-auth-type', 'web'],
  ['pacote-req-type', 'packument'],
  ['pacote-version', '21.0.3'],
];
const LIMIT = limitSignal({
  retryAfterSeconds: 75,
  rule: 'tier-anonymous',
  requests: 3000,
  windowSeconds: 300,
  text: 'This address has sent more than 3000 requests in 300 seconds, the limit of the tier anonymous.',
});
const BASIC = ['Authorization', `Basic ${Buffer.from(`__token__:${token()}`).toString('base64')}`] as const;
const WHEEL = '/pypi/files/demo-pkg/demo_pkg-1.0.0-py3-none-any.whl';

/** Status 0: the request goes on to the stored object. */
const CASES: readonly (readonly [name: string, path: string, headers: HeaderList, status: number])[] = [
  ['anonymous, index', '/pypi/simple/demo-pkg/', INDEX, 0],
  ['anonymous, index of npm', '/npm/@demo%2flib', NPM, 0],
  ['anonymous, file', WHEEL, FILE, 0],
  ['with a token, index', '/t/gold/acme/pypi/simple/demo-pkg/', [...INDEX, BASIC], 0],
  ['with a token, index of npm', '/npm/@demo%2flib', [...NPM, ['Authorization', `Bearer ${token()}`]], 0],
  ['with a token, file', `/t/gold/acme${WHEEL}`, [...FILE, BASIC], 0],
  ['limited', WHEEL, [...FILE, [LIMIT_SIGNAL_HEADER, LIMIT]], 429],
  ['without the token', '/t/gold/acme/pypi/simple/demo-pkg/', INDEX, 401],
  ['not found', '/pypi/demo-pkg', FILE, 404],
];

const CONTEXT = {
  distributionDomainName: 'd111111abcdef8.cloudfront.net',
  distributionId: 'EDFDVBD6EXAMPLE',
  requestId: '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==',
};
const eventOf = (path: string, headers: HeaderList) =>
  eventObject('viewer-request', CONTEXT, {
    method: 'GET',
    path,
    query: undefined,
    headers,
    clientIp: '192.0.2.1',
  } as Parameters<typeof eventObject>[2]);

function program(code: string): string {
  return `const store = ${JSON.stringify(STORE)};
const cf = {
  kvs: function () {
    return {
      exists: function (key) { return Promise.resolve(store[key] !== undefined); },
      get: function (key) { return Promise.resolve(store[key]); },
    };
  },
  logCustomData: function () {},
};
Date.now = function () { return ${NOW * 1000}; };
async function empty(event) { return event.request; }
${code.replace(/\bimport ([\w$]+) from"cloudfront";/, 'const $1 = cf;')}
const handlers = [empty, handler];
const cases = ${JSON.stringify(CASES.map(([, path, headers]) => JSON.stringify(eventOf(path, headers))))};
async function main() {
  for (let i = 0; i < cases.length; i++) {
    const answer = await handler(JSON.parse(cases[i]));
    console.log('status ' + (answer.statusCode || 0));
  }
  for (let round = 0; round < ${ROUNDS}; round++)
    for (let i = 0; i < cases.length; i++)
      for (let j = 0; j < handlers.length; j++) {
        const label = i + ' ' + j;
        console.time(label);
        for (let n = 0; n < ${INVOCATIONS}; n++) {
          const answer = await handlers[j](JSON.parse(cases[i]));
          JSON.stringify(answer);
        }
        console.timeEnd(label);
      }
}
main();
`;
}

const code = bundleEdgeFunction({ ecosystems: ECOSYSTEM_NAMES, registry: 'Example', contact: 'registry@example.org' });
const { stdout, stderr } = spawnSync('njs', ['-'], { input: program(code), encoding: 'utf8', maxBuffer: 2 ** 26 });
if (stderr) throw new Error(stderr);
const statuses = [...stdout.matchAll(/^status (\d+)$/gm)].map(([, status]) => Number(status));
if (statuses.join() !== CASES.map(([, , , status]) => status).join())
  throw new Error(`The cases are answered ${statuses.join(', ')}.`);
const measured = [...stdout.matchAll(/^(\d+) (\d): ([\d.]+)ms$/gm)].map(
  (match) => match.slice(1).map(Number) as [number, number, number],
);
const median = (i: number, j: number): number => {
  const all = measured
    .filter(([a, b]) => a === i && b === j)
    .map(([, , ms]) => (ms * 1000) / INVOCATIONS)
    .sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)]!;
};
const worst = CASES.map(([name], i) => {
  const [empty, full] = [median(i, 0), median(i, 1)];
  console.log(`${name}: ${full.toFixed(1)} us, empty ${empty.toFixed(1)} us, ratio ${(full / empty).toFixed(2)}`);
  return full / empty;
}).reduce((a, b) => Math.max(a, b));
if (worst > MOST) {
  console.error(`A case takes ${worst.toFixed(2)} times the CPU of an empty function, allowed: ${MOST}.`);
  process.exit(1);
}
