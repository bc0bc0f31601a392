import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { payerStackName, replicaStackName, stackName } from '../../../domain/contracts/outputs';
import { stackOf } from '../../../local/start/synth';

const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function assemblyOf(...stacks: string[]): string {
  const artifact = (name: string) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile: `${name}.template.json` },
  });
  const artifacts = Object.fromEntries(stacks.map((name) => [name, artifact(name)]));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
  for (const name of stacks) writeFileSync(join(directory, `${name}.template.json`), '{}');
  return directory;
}

test('a local run deploys the registry, and leaves the replica and the payer aside', () => {
  const assembly = assemblyOf(payerStackName('example'), stackName('example'), replicaStackName('example'));
  expect(stackOf(assembly)).toMatchObject({ name: 'example-registry', templateFile: 'example-registry.template.json' });
});

test('two registries are one too many', () => {
  const assembly = assemblyOf(stackName('one'), stackName('two'));
  expect(() => stackOf(assembly)).toThrow(new Error('The local run deploys one stack, got: one-registry, two-registry'));
});
