import { join } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { type MinifyOptions, minify_sync } from 'terser';
import { type EcosystemName, SPLIT_ECOSYSTEMS } from '../../domain/packages/names';

export interface EdgeFunctionOptions {
  /** Ecosystems to serve; the code of others is left out. */
  readonly ecosystems: readonly EcosystemName[];
  /** Name of the registry in texts for people: visible ASCII without `"` and `\`. */
  readonly registry: string;
  /** Where a person asks for a token: a mail address or a URL. */
  readonly contact: string;
  /** Whether readers without a token get the documents whose links lead to a files host. @default false */
  readonly split?: boolean;
}

export interface FilesFunctionOptions {
  /** Ecosystems of the registry; those that are not split are left out. */
  readonly ecosystems: readonly EcosystemName[];
  /** Host name of the index, which has the pages about errors. @default they are named by their path */
  readonly home?: string;
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
  /^(authority|ecosystem|expires|file|found|holder|json|key|keyId|kind|mac|path|paths|place|post|prefix|problem|project|redirect|refused|segment|tier)$/;

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
export const bundleEdgeFunction = (options: EdgeFunctionOptions): string => bundled(entry(options));

/** The same for the files host: docs/adr/0009-split-delivery.md. */
export const bundleFilesFunction = (options: FilesFunctionOptions): string => bundled(filesEntry(options));

function bundled(from: Entry): string {
  const { code = '' } = minify_sync(runnable(build(from).outputFiles[0]!.text), SECOND_PASS);
  const bytes = Buffer.byteLength(code);
  if (bytes > MAX_BYTES)
    throw new Error(`The edge function has ${bytes} bytes; CloudFront takes ${MAX_BYTES}. Enable fewer ecosystems.`);
  return `${code}\n`;
}

/** Bytes of each source file in the bundle, before the second pass, the largest first. */
export function edgeFunctionParts(options: EdgeFunctionOptions): readonly (readonly [file: string, bytes: number])[] {
  const [output] = Object.values(build(entry(options)).metafile.outputs);
  return Object.entries(output!.inputs)
    .map(([file, { bytesInOutput }]) => [file, bytesInOutput] as const)
    .sort(([, a], [, b]) => b - a);
}

function build({ contents, define }: Entry): BuildResult<{ write: false; metafile: true }> {
  return buildSync({
    stdin: { contents, resolveDir: SOURCES, sourcefile: 'entry.ts', loader: 'ts' },
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
    minifySyntax: true,
    minifyWhitespace: true,
    mangleProps: OWN_PROPERTIES,
    define,
  });
}

/** What is bundled, and the values of the constants that the sources leave to the bundler. */
interface Entry {
  readonly contents: string;
  readonly define: Record<string, string>;
}

function entry(options: EdgeFunctionOptions): Entry {
  const { imports, names } = imported(options.ecosystems);
  return {
    contents: `${imports}
import { own } from './own';
import { setEcosystems } from './site';
setEcosystems([${[...names, 'own'].join(', ')}]);
export { viewerRequest as handler } from './viewer-request';`,
    define: {
      REGISTRY: JSON.stringify(text(options, 'registry')),
      CONTACT: JSON.stringify(text(options, 'contact')),
      SPLIT: String(options.split ?? false),
    },
  };
}

function filesEntry({ ecosystems, home = '' }: FilesFunctionOptions): Entry {
  const { imports, names } = imported(SPLIT_ECOSYSTEMS.filter((name) => ecosystems.includes(name)));
  return {
    contents: `${imports}
import { setEcosystems } from './site';
setEcosystems([${names.join(', ')}]);
export { filesRequest as handler } from './files-request';`,
    define: { HOME: JSON.stringify(home) },
  };
}

function imported(ecosystems: readonly EcosystemName[]): { readonly imports: string; readonly names: readonly string[] } {
  const names = ecosystems.map((_, i) => `ecosystem${i}`);
  const imports = ecosystems.map((name, i) => `import { ecosystem as ${names[i]!} } from './ecosystems/${name}';`);
  return { imports: imports.join('\n'), names };
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
