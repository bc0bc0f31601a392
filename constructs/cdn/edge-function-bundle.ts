import { join } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { type MinifyOptions, minify_sync } from 'terser';
import type { EcosystemName } from '../../domain/packages/names';

export interface EdgeFunctionOptions {
  /** Ecosystems to serve; the code of others is left out. */
  readonly ecosystems: readonly EcosystemName[];
  /** Name of the registry in texts for people: visible ASCII without `"` and `\`. */
  readonly registry: string;
  /** Where a person asks for a token: a mail address or a URL. */
  readonly contact: string;
}

const SOURCES = join(__dirname, '..', '..', 'functions', 'edge');
/** CloudFront takes 10,240 bytes: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_BYTES = 10_240;

/** What cloudfront-js-2.0 knows beyond ES5; the rest is lowered, or refused by esbuild. */
const SUPPORTED: BuildOptions['supported'] = {
  arrow: true,
  'async-await': true,
  'const-and-let': true,
  'exponent-operator': true,
  'regexp-named-capture-groups': true,
  'rest-argument': true,
  'template-literal': true,
};

/** Of objects that only the function's own code sees; written without quotes they get short names, with quotes they keep them. */
const OWN_PROPERTIES =
  /^(authority|contact|ecosystem|ecosystems|expires|file|found|holder|json|key|keyId|kind|mac|path|paths|place|post|prefix|problem|project|redirect|refused|registry|segment|tier)$/;

/** What esbuild leaves: functions that are called once, and names that are used once. */
const SECOND_PASS: MinifyOptions = {
  // Neither is read as a module, whose top level would be kept, nor as a script, which has no `import`.
  module: false,
  toplevel: true,
  compress: {
    passes: 5,
    top_retain: ['handler'],
    ecma: 2015,
    // It would move an `await` into the arguments of a call, which the runtime refuses.
    collapse_vars: false,
    // No function of ours is constructed or has a `this`.
    unsafe_arrows: true,
    // Of our code it only turns some templates into sums of strings.
    unsafe: true,
  },
  mangle: { reserved: ['handler'] },
  format: { ascii_only: true },
};

/**
 * Bundles the viewer-request function to the text that CloudFront runs (cloudfront-js-2.0). Same options and sources, same text.
 * @throws Error when the sources use what the runtime lacks, or the text is larger than CloudFront takes.
 */
export function bundleEdgeFunction(options: EdgeFunctionOptions): string {
  const { code = '' } = minify_sync(runnable(build(options).outputFiles[0]!.text), SECOND_PASS);
  const bytes = Buffer.byteLength(code);
  if (bytes > MAX_BYTES)
    throw new Error(`The edge function has ${bytes} bytes; CloudFront takes ${MAX_BYTES}. Enable fewer ecosystems.`);
  return `${code}\n`;
}

/** Bytes of each source file in the bundle, before the second pass, the largest first. */
export function edgeFunctionParts(options: EdgeFunctionOptions): readonly (readonly [file: string, bytes: number])[] {
  const [output] = Object.values(build(options).metafile.outputs);
  return Object.entries(output!.inputs)
    .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
    .sort(([, a], [, b]) => b - a);
}

function build(options: EdgeFunctionOptions): BuildResult<{ write: false; metafile: true }> {
  return buildSync({
    stdin: { contents: entry(options), resolveDir: SOURCES, sourcefile: 'entry.ts', loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es5',
    supported: SUPPORTED,
    external: ['cloudfront', 'crypto'],
    charset: 'ascii',
    legalComments: 'none',
    minify: true,
    mangleProps: OWN_PROPERTIES,
  });
}

function entry(options: EdgeFunctionOptions): string {
  const imports = options.ecosystems.map((name, i) => `import { ecosystem as ecosystem${i} } from './ecosystems/${name}';`);
  const ecosystems = options.ecosystems.map((_, i) => `ecosystem${i}`).join(', ');
  return `${imports.join('\n')}
import { own } from './own';
import { setSite } from './site';
setSite({ registry: ${JSON.stringify(text(options, 'registry'))}, contact: ${JSON.stringify(text(options, 'contact'))}, ecosystems: [${ecosystems}, own] });
export { viewerRequest as handler } from './viewer-request';`;
}

/** These texts are sent in headers and bodies as they are. */
function text(options: EdgeFunctionOptions, name: 'registry' | 'contact'): string {
  if (!/^[ -~]+$/.test(options[name]) || /["\\]/.test(options[name]))
    throw new Error(
      `'${name}' must be visible ASCII without " and \\, got: ${JSON.stringify(options[name])}; change it in registry.config.ts.`,
    );
  return options[name];
}

/** The runtime knows no `export`, calls `handler`, and documents `require` for all modules but `cloudfront`. */
function runnable(bundle: string): string {
  const [exported = '', name = ''] = /export\{([\w$]+) as handler\};\s*$/.exec(bundle) ?? [];
  const code = bundle
    .slice(0, bundle.length - exported.length)
    .replace(`async function ${name}(`, 'async function handler(')
    .replace(/\bimport ([\w$]+) from\s*"crypto";/, 'const $1=require("crypto");');
  if (exported === '' || !/\basync function handler\(/.test(code) || /\bexport\b/.test(code))
    throw new Error('The edge function must export exactly one async function, handler.');
  return code;
}
