/**
 * What Node's engine has and cloudfront-js-2.0 does not document; removed, so that its use fails here as it would there.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const ABSENT: readonly string[] = [
  ...[
    'eval',
    'Function',
    'Map',
    'Set',
    'WeakMap',
    'WeakSet',
    'WeakRef',
    'FinalizationRegistry',
    'Proxy',
    'Reflect',
    'Intl',
    'Iterator',
  ],
  ...[
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'BigInt',
    'BigInt64Array',
    'BigUint64Array',
    'escape',
    'unescape',
    'AggregateError',
  ],
  ...['Array.from', 'Object.fromEntries', 'Object.groupBy', 'Object.hasOwn', 'Promise.withResolvers'],
  ...[
    'at',
    'flat',
    'flatMap',
    'findLast',
    'findLastIndex',
    'toSorted',
    'toReversed',
    'toSpliced',
    'with',
    'entries',
    'keys',
    'values',
  ].map((name) => `Array.prototype.${name}`),
  ...['at', 'matchAll', 'localeCompare', 'normalize', 'isWellFormed', 'toWellFormed', 'anchor', 'big', 'bold', 'link'].map(
    (name) => `String.prototype.${name}`,
  ),
];
