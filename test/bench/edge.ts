/**
 * How much CPU the edge function takes, as a multiple of an empty one in the same run: CloudFront publishes neither the limit nor the
 * unit of its compute utilisation, so only a ratio can be known beforehand. Part of `npm run bench`. Fails when a case takes more than
 * five times as much, or eight times while the brake is on: its entry is a regular expression that is compiled at each request (10 us of
 * the 23 that it takes), because the function holds no table of degrees, and little room is left in it.
 *
 * Runs in njs, the engine that CloudFront's runtime descends from, on the text that is deployed with every ecosystem. An invocation is to
 * parse the event, run the handler and serialise what it returns. The platform also makes a new context and evaluates the script each
 * time, which this engine's command line cannot do; it would add to both. The KeyValueStore answers at once: what the platform does for a
 * look-up is not the function's time.
 */
import { spawnSync } from 'node:child_process';
import { bundleEdgeFunction } from '../../constructs/cdn/edge-function-bundle';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { LIMIT_SIGNAL_HEADER, limitSignal } from '../../domain/contracts/limit-signal';
import { brakedTiers, edgeEntry } from '../../domain/cost/brake-effects';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { HeaderList } from '../../local/http';
import { eventObject } from '../../local/simulators/edge-function/event';
import { NOW, STORE, token } from '../functions/edge/harness';

const MOST = 5;
const MOST_BRAKED = 8;
/** Of so many rounds of so many invocations the lower quartile counts: on a busy machine most others were disturbed, and never to be faster. */
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

const CI: HeaderList = [...INDEX.filter(([name]) => name !== 'User-Agent'), ['User-Agent', PIP.replace('null', 'true')]];

/** Status 0: the request goes on to the stored object. The brake's degree is 0 where none is given, and then there is no entry. */
const CASES: readonly (readonly [name: string, path: string, headers: HeaderList, status: number, brake?: 1 | 3])[] = [
  ['anonymous, index', '/pypi/simple/demo-pkg/', INDEX, 0],
  ['anonymous, index of npm', '/npm/@demo%2flib', NPM, 0],
  ['anonymous, file', WHEEL, FILE, 0],
  ['with a token, index', '/t/gold/acme/pypi/simple/demo-pkg/', [...INDEX, BASIC], 0],
  ['with a token, index of npm', '/npm/@demo%2flib', [...NPM, ['Authorization', `Bearer ${token()}`]], 0],
  ['with a token, file', `/t/gold/acme${WHEEL}`, [...FILE, BASIC], 0],
  ['limited', WHEEL, [...FILE, [LIMIT_SIGNAL_HEADER, LIMIT]], 429],
  ['brake at degree 1, a person', '/pypi/simple/demo-pkg/', INDEX, 0, 1],
  ['brake at degree 1, with a token', '/t/gold/acme/pypi/simple/demo-pkg/', [...INDEX, BASIC], 0, 1],
  ['brake at degree 1, CI', '/pypi/simple/demo-pkg/', CI, 429, 1],
  ['brake at degree 3, a person', '/npm/@demo%2flib', NPM, 429, 3],
  ['without the token', '/t/gold/acme/pypi/simple/demo-pkg/', INDEX, 401],
  ['not found', '/pypi/demo-pkg', FILE, 404],
];

/** As the brake writes it. */
const BRAKE = Object.fromEntries(
  ([1, 3] as const).map((degree) => [
    degree,
    edgeEntry({ degree }, { mode: 'on', message: 'Tokens are free: /-/limits', braked: brakedTiers(DEFAULT_TIERS) }),
  ]),
);

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
      get: function (key) { return store[key] === undefined ? Promise.reject(missing) : Promise.resolve(store[key]); },
    };
  },
  logCustomData: function () {},
};
Date.now = function () { return ${NOW * 1000}; };
async function empty(event) { return event.request; }
${code.replace(/\bimport ([\w$]+) from"cloudfront";/, 'const $1 = cf;')}
const missing = new Error('KeyNotFound');
const handlers = [empty, handler];
const cases = ${JSON.stringify(CASES.map(([, path, headers]) => JSON.stringify(eventOf(path, headers))))};
const entries = ${JSON.stringify(CASES.map(([, , , , degree]) => (degree ? BRAKE[degree] : null)))};
function brake(i) { if (entries[i]) store['${BRAKE_ENTRY_KEY}'] = entries[i]; else delete store['${BRAKE_ENTRY_KEY}']; }
async function main() {
  for (let i = 0; i < cases.length; i++) {
    brake(i);
    const answer = await handler(JSON.parse(cases[i]));
    console.log('status ' + (answer.statusCode || 0));
  }
  for (let round = 0; round < ${ROUNDS}; round++)
    for (let i = 0; i < cases.length; i++) {
      brake(i);
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
const undisturbed = (i: number, j: number): number => {
  const all = measured
    .filter(([a, b]) => a === i && b === j)
    .map(([, , ms]) => (ms * 1000) / INVOCATIONS)
    .sort((a, b) => a - b);
  return all[Math.floor(all.length / 4)]!;
};
const tooSlow = CASES.filter(([name, , , , brake], i) => {
  const [empty, full] = [undisturbed(i, 0), undisturbed(i, 1)];
  console.log(`${name}: ${full.toFixed(1)} us, empty ${empty.toFixed(1)} us, ratio ${(full / empty).toFixed(2)}`);
  return full / empty > (brake ? MOST_BRAKED : MOST);
});
if (tooSlow.length > 0) {
  const names = tooSlow.map(([name]) => `'${name}'`).join(', ');
  console.error(
    `Too many times the CPU of an empty function: ${names}; allowed: ${MOST}, or ${MOST_BRAKED} while the brake is on.`,
  );
  process.exit(1);
}
