/** The deployed function in the simulator: as the local edge runs it. */
import { createHmac } from 'node:crypto';
import { bundleEdgeFunction } from '../../../../constructs/cdn/edge-function-bundle';
import { makeToken } from '../../../../domain/tiers/token';
import { CONTEXT, NOW, request, run, storeOf } from './harness';

const code = bundleEdgeFunction({ ecosystems: ['pypi'], registry: 'Example', contact: 'registry@example.org' });
const edge = run(code, { keyValueStore: storeOf({ 'key:k1': 'secret' }) }, { keyValueStoreArn: 'arn:kvs' });
const token = makeToken({ tier: 'gold', holder: 'acme', expires: Math.floor(NOW / 1000) + 60, keyId: 'k1' }, (text) =>
  createHmac('sha256', 'secret').update(text).digest('base64url'),
);

test('a request with a token goes on to the stored object, without token and prefix, and is logged', async () => {
  const headers = [
    ['Host', 'h'],
    ['Authorization', `Basic ${Buffer.from(`u:${token}`).toString('base64')}`],
  ] as const;
  expect(await edge.viewerRequest(request({ path: '/t/gold/acme/pypi/simple/demo/', headers }), CONTEXT)).toEqual({
    kind: 'continue',
    value: request({ path: '/index/pypi/simple/demo/index.html', headers: [['host', 'h']] }),
    logData: '{"tier":"gold","holder":"acme","ecosystem":"pypi","project":"demo","kind":"index"}',
  });
});

test('a request below a prefix without one is told what to do', async () => {
  expect(await edge.viewerRequest(request({ path: '/t/gold/acme/pypi/simple/demo/' }), CONTEXT)).toMatchObject({
    kind: 'respond',
    response: {
      status: 401,
      reason: 'Token missing. Ask registry@example.org for a token. https://registry.example.org/-/errors/TOKEN_MISSING',
    },
  });
});
