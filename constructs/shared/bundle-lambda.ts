import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core';
import { buildSync } from 'esbuild';

/** Code to bundle for a Node.js Lambda function. */
export interface LambdaBundle {
  /** Path of the TypeScript file that exports `handler`. */
  readonly entry: string;
  /** Further files that the handler finds beside its code: name to content. @default - none */
  readonly files?: Readonly<Record<string, string>>;
}

const ROOT = resolve(__dirname, '../..');
const bundled = new Map<string, string>();

/** Where the code of the function `name` starts. */
export const lambdaEntry = (name: string): string => join(ROOT, 'functions/lambda', name, 'handler.ts');

/**
 * Bundles a handler with everything it imports into one file, `index.js`. The same sources give the same bytes, and so the same
 * asset hash. (CDK's `NodejsFunction` starts esbuild through `npx`, half a second for each function and synthesis.)
 */
export function bundleLambda({ entry, files = {} }: LambdaBundle): Code {
  const contents = { 'index.js': bundle(entry), ...files };
  return Code.fromAsset(dirname(entry), {
    assetHashType: AssetHashType.CUSTOM,
    assetHash: createHash('sha256').update(JSON.stringify(contents)).digest('hex'),
    bundling: {
      image: DockerImage.fromRegistry('unused: the local bundling below never declines'),
      local: {
        tryBundle(directory) {
          for (const [name, text] of Object.entries(contents)) writeFileSync(join(directory, name), text);
          return true;
        },
      },
    },
  });
}

/** The code of the handler at `entry`, in one file. */
export function bundle(entry: string): string {
  const known = bundled.get(entry);
  if (known !== undefined) return known;
  const built = buildSync({
    entryPoints: [entry],
    absWorkingDir: ROOT, // esbuild writes paths relative to it into the code
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20', // Lambda runs 24; the local cloud runs whatever the machine has, and 20 is the least that package.json takes
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent', // errors are thrown
  });
  const text = built.outputFiles[0]!.text;
  bundled.set(entry, text);
  return text;
}
