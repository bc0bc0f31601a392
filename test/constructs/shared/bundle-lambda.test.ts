import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { App, Stack } from 'aws-cdk-lib/core';
import { bundleLambda } from '../../../constructs/shared/bundle-lambda';

const entry = join(__dirname, '../../fixtures/lambda/handler.ts');

function synthesise(suffix: string, from = entry): { name: string; directory: string } {
  const app = new App();
  const code = bundleLambda({ entry: from, files: { 'suffix.txt': suffix } });
  new LambdaFunction(new Stack(app, 'Stack'), 'Function', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X });
  const outdir = app.synth().directory;
  const [name = 'no asset', ...others] = readdirSync(outdir).filter((file) => file.startsWith('asset.'));
  expect(others).toEqual([]);
  return { name, directory: join(outdir, name) };
}

test('a bundle holds one file of code with its imports inlined, and the given files beside it', () => {
  const { directory } = synthesise('-suffix');
  expect(readdirSync(directory).sort()).toEqual(['index.js', 'suffix.txt']);
  const { handler } = createRequire(__filename)(join(directory, 'index.js')) as { handler: (word: string) => string };
  expect(handler('hello')).toBe('HELLO-SUFFIX!');
});

test('synthesising twice gives the same bytes under the same name', () => {
  // Spelt otherwise, so that the code is bundled anew instead of being remembered.
  const [first, second] = [synthesise('same'), synthesise('same', entry.replace('/lambda/', '/lambda/../lambda/'))];
  expect(second.name).toBe(first.name);
  expect(readFileSync(join(second.directory, 'index.js'))).toEqual(readFileSync(join(first.directory, 'index.js')));
});

test('another file beside the code gives another name', () => {
  expect(synthesise('one').name).not.toBe(synthesise('two').name);
});

test('no path of this machine is in the code', () => {
  expect(readFileSync(join(synthesise('').directory, 'index.js'), 'utf8')).not.toContain(process.cwd());
});

test('fails when the handler is not there', () => {
  expect(() => bundleLambda({ entry: join(__dirname, 'missing.ts') })).toThrow('Could not resolve');
});
