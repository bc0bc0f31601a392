// Runs first in the context of each call and makes it look like cloudfront-js-2.0. Strings, numbers and callbacks are all that
// crosses to `host`, which only this closure sees: an object of Node's realm would lead to its `Function` and so to Node itself.
(function realm(host, options) {
  'use strict';
  const { now, hasStore, edgeLocation, absent } = JSON.parse(options);
  const stringify = JSON.stringify;
  const hasOwn = Object.hasOwn;

  const NativeDate = Date;
  function FrozenDate(...args) {
    return new.target ? new NativeDate(...(args.length > 0 ? args : [now])) : new NativeDate(now).toString();
  }
  FrozenDate.prototype = NativeDate.prototype;
  FrozenDate.prototype.constructor = FrozenDate;
  Object.assign(FrozenDate, { now: () => now, parse: NativeDate.parse, UTC: NativeDate.UTC });

  // Mulberry32, seeded with the time as CloudFront does: the same call at the same time draws the same numbers.
  let seed = now | 0;
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  class Buffer extends Uint8Array {
    static from(data, encoding) {
      if (typeof data !== 'string') return Uint8Array.from.call(Buffer, data);
      return Uint8Array.from.call(Buffer, host.decode(data, encoding || 'utf8'), (character) => character.charCodeAt(0));
    }
    static concat(parts) {
      return Buffer.from(parts.reduce((all, part) => all.concat([...part]), []));
    }
    static byteLength(text, encoding) {
      return Buffer.from(text, encoding).length;
    }
    toString(encoding) {
      return host.encode(binary(this), encoding || 'utf8');
    }
  }
  const binary = (bytes) => Uint8Array.prototype.reduce.call(bytes, (text, byte) => text + String.fromCharCode(byte), '');

  function digester(algorithm, key) {
    if (!['md5', 'sha1', 'sha256'].includes(algorithm)) throw new TypeError(`not supported algorithm: "${algorithm}"`);
    let data = '';
    return {
      update(more) {
        data += binary(Buffer.from(more));
        return this;
      },
      digest: (encoding) => {
        const text = host.digest(algorithm, key, data, encoding || 'binary');
        return encoding ? text : Buffer.from(text, 'binary');
      },
    };
  }

  function kvs() {
    if (!hasStore) throw new Error('KVSNotAssociated: no KeyValueStore is associated with this function');
    const ask = (kind, key) =>
      new Promise((resolve, reject) => host.kvs(kind, String(key), resolve, (why) => reject(new Error(why))));
    const formats = { string: String, json: JSON.parse, bytes: (value) => Buffer.from(value) };
    return strict('KeyValueStore', {
      async get(key, { format = 'string' } = {}) {
        return formats[format](await ask('get', key));
      },
      exists: async (key) => (await ask('exists', key)) === 'true',
      meta: async () => JSON.parse(await ask('meta', '')),
    });
  }

  const NativeProxy = Proxy;
  /** What is not simulated is an error, not `undefined`. */
  function strict(name, members) {
    return new NativeProxy(members, {
      get(target, key) {
        if (typeof key === 'string' && key !== 'then' && !(key in target)) throw new Error(`${name}.${key} is not simulated`);
        return target[key];
      },
    });
  }

  const modules = {
    cloudfront: strict('cloudfront', {
      kvs,
      edgeLocation: strict('edgeLocation', edgeLocation),
      logCustomData: (text) => host.logCustomData(String(text)),
    }),
    crypto: strict('crypto', {
      createHash: (algorithm) => digester(algorithm, undefined),
      createHmac: (algorithm, key) => digester(algorithm, binary(Buffer.from(key))),
    }),
    querystring: strict('querystring', {
      parse: (text) => JSON.parse(host.parseQuery(String(text))),
      stringify: (object) => host.stringifyQuery(stringify(object)),
      escape: encodeURIComponent,
      unescape: decodeURIComponent,
    }),
    buffer: strict('buffer', { Buffer }),
  };
  function require(name) {
    if (!hasOwn(modules, name)) throw new Error(`Cannot find module "${name}"`);
    return modules[name];
  }

  const console = strict('console', {
    log: (...parts) => host.log(parts.map((part) => (typeof part === 'string' ? part : stringify(part))).join(' ')),
  });
  const atob = (text) => {
    if (!/^[\w+/\s]*={0,2}\s*$/.test(text)) throw new TypeError('invalid character in base64');
    return host.decode(String(text), 'base64');
  };
  const btoa = (text) => host.encode(String(text), 'base64');

  Object.assign(globalThis, { Date: FrozenDate, Buffer, console, require, atob, btoa });
  for (const path of absent) {
    const [name, member] = path.split(/\.(?=\w+$)/);
    const owner = member ? name.split('.').reduce((object, key) => object[key], globalThis) : globalThis;
    const key = member || name;
    if (hasOwn(owner, key)) delete owner[key];
  }

  const hide = (object, name, value) => Object.defineProperty(object, name, { value, enumerable: false });
  return (handler, eventJson, rawQuery) => {
    const event = JSON.parse(eventJson);
    hide(event.request, 'rawQueryString', () => rawQuery);
    // A script calls this once, because only scripts have a time limit.
    globalThis.__call = () => {
      delete globalThis.__call;
      const run = async () => stringify(await handler(event));
      run().then(
        (result) => host.done(result),
        (error) => host.fail(`${error}`),
      );
    };
  };
});
