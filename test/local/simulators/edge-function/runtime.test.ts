import { createHash, createHmac } from 'node:crypto';
import { CONTEXT, evaluated, NOW, request, run, storeOf, viewerRequest } from './harness';

const failed = (message: string) => ({ kind: 'error', error: 'FunctionExecutionError', message });

describe('FN-24 what throws or does not compile is an execution error', () => {
  test.each([
    ["throw new Error('no')", 'Error: no'],
    ['return undefinedName', 'ReferenceError: undefinedName is not defined'],
    ['const a = {}; a.b.c', "TypeError: Cannot read properties of undefined (reading 'c')"],
    ["await Promise.reject('why')", 'why'],
    [
      'const loop = {}; loop.loop = loop; return loop',
      expect.stringContaining('TypeError: Converting circular structure to JSON') as string,
    ],
    ['await new Promise(function () {})', 'the function waits for something that never comes'],
  ])('%s', async (body, message) => {
    expect(await viewerRequest(body)).toEqual(failed(message));
  });

  test('FN-27 a syntax error shows at the first call, not before', async () => {
    expect(await run('function handler(event { }').viewerRequest(request(), CONTEXT)).toEqual(
      failed("SyntaxError: Unexpected token '{'"),
    );
    expect(await run('export function handler() {}').viewerRequest(request(), CONTEXT)).toEqual(
      failed("SyntaxError: Unexpected token 'export'"),
    );
  });

  test('a script without a handler', async () => {
    expect(await run('const a = 1;').viewerRequest(request(), CONTEXT)).toEqual(failed('ReferenceError: handler is not defined'));
  });
});

describe('the time limit', () => {
  test.each([
    ['covers the top of the script', 'for (;;) {} function handler() {}'],
    ['covers the handler up to its first await', 'async function handler() { for (;;) {} }'],
  ])('%s', async (_, code) => {
    expect(await run(code, { timeLimitMs: 20 }).viewerRequest(request(), CONTEXT)).toEqual(
      failed('the function ran longer than 20 ms'),
    );
  });
});

describe('FN-28 and model errors show before the first call', () => {
  test('code above 10,240 bytes', () => {
    expect(() => run(`// ${'x'.repeat(10_238)}`)).toThrow(
      new Error("function 'edge': the code must have at most 10240 bytes, got: 10241"),
    );
  });
  test('another runtime', () => {
    expect(() => run('', {}, { runtime: 'cloudfront-js-1.0' })).toThrow(
      new Error("function 'edge': the runtime must be cloudfront-js-2.0, got: cloudfront-js-1.0"),
    );
  });
  test('an unknown module', () => {
    expect(() => run("import fs from 'fs'; function handler() {}")).toThrow(
      new Error("function 'edge': module 'fs' is not simulated; simulated: cloudfront, crypto, querystring, buffer"),
    );
  });
  test('a store that is missing', () => {
    expect(() => run('', {}, { keyValueStoreArn: 'arn:kvs' })).toThrow(
      new Error("function 'edge': its KeyValueStore is missing: arn:kvs"),
    );
  });
});

test('FN-29 code is strict', async () => {
  expect(await evaluated('(function () { return this === undefined; })()')).toBe(true);
});

describe('FN-31', () => {
  test('time stands still', async () => {
    expect(await evaluated('[Date.now(), new Date().toISOString(), new Date(0).getTime(), new Date() instanceof Date]')).toEqual([
      NOW,
      '2026-01-02T03:04:05.678Z',
      0,
      true,
    ]);
  });

  test('random numbers follow from the time', async () => {
    const draw = '[Math.random(), Math.random()]';
    const [first, second] = (await evaluated(draw)) as [number, number];
    expect(first).not.toBe(second);
    expect(first >= 0 && first < 1).toBe(true);
    expect(await evaluated(draw)).toEqual([first, second]);
    expect(await evaluated(draw, {}, { clock: () => NOW + 1 })).not.toEqual([first, second]);
  });

  test.each([
    'eval',
    'Function',
    'setTimeout',
    'setInterval',
    'process',
    'fetch',
    'URL',
    'Map',
    'Set',
    'Proxy',
    'WebAssembly',
    'structuredClone',
    'queueMicrotask',
    'module',
    'exports',
  ])('there is no %s', async (name) => {
    expect(await evaluated(`typeof ${name}`)).toBe('undefined');
  });

  test.each(['Array.from', 'Object.fromEntries', '[].flat', '[].at', '"".matchAll'])('there is no %s', async (name) => {
    expect(await evaluated(`typeof ${name}`)).toBe('undefined');
  });
});

describe('a function does not reach Node', () => {
  test.each([
    "this.constructor.constructor('return process')()",
    "event.constructor.constructor('return process')()",
    "(async function () {}).constructor('return process')()",
    "console.log.constructor('return process')()",
    "require.constructor('return process')()",
    "cf.kvs.constructor('return process')()",
    "Buffer.from('a').constructor.constructor('return process')()",
  ])('%s', async (attempt) => {
    const { viewerRequest: call } = run(`import cf from 'cloudfront';\nfunction handler(event) { return ${attempt}; }`, {
      keyValueStore: storeOf({}),
    });
    expect(await call(request(), CONTEXT)).toEqual(
      failed(expect.stringMatching(/^(EvalError: Code generation from strings disallowed|TypeError: )/) as string),
    );
  });

  test('promises and errors of the KeyValueStore are of its own realm', async () => {
    const store = { ...storeOf({}), get: () => Promise.reject(new Error('down')) };
    expect(await evaluated("[cf.kvs().get('a').catch(function () {}) instanceof Promise]", {}, { keyValueStore: store })).toEqual(
      [true],
    );
    const outcome = await viewerRequest(
      "try { await cf.kvs().get('a'); } catch (e) { return { statusCode: 200, body: String([e instanceof Error, e.message]) }; }",
      {},
      { keyValueStore: store },
    );
    expect(outcome).toMatchObject({ response: { body: Buffer.from('true,down') } });
  });

  test('calls share nothing', async () => {
    const { viewerRequest: call } = run('let calls = 0; function handler() { calls++; return { statusCode: 200 + calls }; }');
    await call(request(), CONTEXT);
    expect(await call(request(), CONTEXT)).toMatchObject({ response: { status: 201 } });
  });
});

describe('FN-32 modules', () => {
  test.each([
    [
      "require('crypto').createHash('sha256').update('a').update('é').digest('hex')",
      createHash('sha256').update('aé').digest('hex'),
    ],
    ["require('crypto').createHash('md5').update('a').digest('base64')", createHash('md5').update('a').digest('base64')],
    [
      "require('crypto').createHmac('sha256', 'k').update('a').digest('base64url')",
      createHmac('sha256', 'k').update('a').digest('base64url'),
    ],
    ["require('crypto').createHash('sha1').update('a').digest().toString('hex')", createHash('sha1').update('a').digest('hex')],
    ["require('querystring').parse('a=1&b=%20')", { a: '1', b: ' ' }],
    ["require('querystring').stringify({ a: '1', b: ' ' })", 'a=1&b=%20'],
    ["require('buffer').Buffer.from('aGk=', 'base64').toString()", 'hi'],
    ["Buffer.concat([Buffer.from([1]), Buffer.from('é')]).toString('hex')", '01c3a9'],
    ["Buffer.byteLength('é')", 2],
    ["btoa('a:b') + atob('YTpi')", 'YTpia:b'],
    ['encodeURIComponent("a b")', 'a%20b'],
  ])('%s', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  test.each([
    ["require('fs')", 'Error: Cannot find module "fs"'],
    ["require('crypto').randomBytes(1)", 'Error: crypto.randomBytes is not simulated'],
    ["require('crypto').createHash('sha512')", 'TypeError: not supported algorithm: "sha512"'],
    ["atob('?')", 'TypeError: invalid character in base64'],
    ['cf.updateRequestOrigin({})', 'Error: cloudfront.updateRequestOrigin is not simulated'],
    ["console.error('x')", 'Error: console.error is not simulated'],
  ])('%s is an error', async (expression, message) => {
    expect(await viewerRequest(`return ${expression};`)).toEqual(failed(message));
  });

  test('crypto may be imported too', async () => {
    const { viewerRequest: call } = run(
      'import crypto from \'crypto\';import cf from"cloudfront";function handler(){return {statusCode:200,body:typeof crypto.createHmac+typeof cf.kvs}}',
    );
    expect(await call(request(), CONTEXT)).toMatchObject({ response: { body: Buffer.from('functionfunction') } });
  });
});

describe('FN-33 the runtime module', () => {
  test('names the edge location', async () => {
    const edgeLocation = { name: 'ZRH', serverIp: '192.0.2.9', region: 'eu-central-1' };
    expect(
      await evaluated('[cf.edgeLocation.name, cf.edgeLocation.serverIp, cf.edgeLocation.region]', {}, { edgeLocation }),
    ).toEqual(Object.values(edgeLocation));
  });

  test('hands over log data, the last call winning, also when the function fails', async () => {
    expect(await viewerRequest("cf.logCustomData('one'); cf.logCustomData('two'); return request;")).toMatchObject({
      kind: 'continue',
      logData: 'two',
    });
    expect(await viewerRequest("cf.logCustomData('one'); return 5;")).toMatchObject({ kind: 'error', logData: 'one' });
    expect(await viewerRequest("cf.logCustomData('one'); throw 5;")).toEqual({ ...failed('5'), logData: 'one' });
  });

  test.each([
    ["'a'.repeat(800)", 'a'.repeat(800), []],
    ["'a'.repeat(801)", 'a'.repeat(800), ['id-1 WARNING logCustomData was cut to 800 bytes']],
    ["'é'.repeat(200)", 'é'.repeat(133), ['id-1 WARNING logCustomData was cut to 800 bytes']],
  ])('log data %s ends at 800 bytes, URL-encoded', async (expression, logData, lines) => {
    const edge = run(
      `import cf from 'cloudfront'; function handler(event) { cf.logCustomData(${expression}); return event.request; }`,
    );
    expect(await edge.viewerRequest(request(), CONTEXT)).toMatchObject({ logData });
    expect(edge.lines).toEqual(lines);
  });
});

describe('FN-34 the KeyValueStore', () => {
  const keyValueStore = storeOf({ text: 'value', json: '{"a":[1]}', empty: '' });
  test.each([
    ["await cf.kvs().get('text')", 'value'],
    ["await cf.kvs().get('empty')", ''],
    ["await cf.kvs().get('json', { format: 'json' })", { a: [1] }],
    ["(await cf.kvs().get('text', { format: 'bytes' })).length", 5],
    ["await cf.kvs().exists('empty')", true],
    ["await cf.kvs().exists('missing')", false],
    ['(await cf.kvs().meta()).keyCount', 3],
  ])('%s', async (expression, value) => {
    expect(await evaluated(expression, {}, { keyValueStore })).toEqual(value);
  });

  test.each([
    ["await cf.kvs().get('missing')", 'Error: KeyNotFound: missing'],
    ['await cf.kvs().count()', 'Error: KeyValueStore.count is not simulated'],
  ])('%s throws', async (expression, message) => {
    expect(await viewerRequest(`return ${expression};`, {}, { keyValueStore })).toEqual(failed(message));
  });

  test('without an association there is none', async () => {
    expect(await viewerRequest('return cf.kvs();')).toEqual(
      failed('Error: KVSNotAssociated: no KeyValueStore is associated with this function'),
    );
  });
});

describe('FN-39 console lines', () => {
  test('stand between START and END', async () => {
    const edge = run("function handler(event) { console.log('a', { b: 1 }); console.log('c'); return event.request; }");
    await edge.viewerRequest(request(), CONTEXT);
    expect(edge.lines).toEqual(['id-1 START DistributionID: E123', 'id-1 a {"b":1}', 'id-1 c', 'id-1 END']);
  });

  test('nothing is written without console.log', async () => {
    const edge = run('function handler(event) { return event.request; }');
    await edge.viewerRequest(request(), CONTEXT);
    expect(edge.lines).toEqual([]);
  });
});
