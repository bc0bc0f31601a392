import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTemplate } from '../../../local/assembly/template';

const directory = mkdtempSync(join(tmpdir(), 'assembly-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const write = (name: string, value: unknown): void => {
  writeFileSync(join(directory, name), JSON.stringify(value));
};

test('a directory without an assembly is an error that says what to run', () => {
  expect(() => loadTemplate(directory, 'registry')).toThrow(
    new Error(`No cloud assembly in '${directory}': manifest.json is missing. Run \`npx cdk synth\` first.`),
  );
});

test('a stack is found by its name, another name is an error that lists them', () => {
  const stack = (templateFile: string, stackName?: string) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile, ...(stackName && { stackName }) },
  });
  write('manifest.json', { artifacts: { Tree: { type: 'cdk:tree' }, One: stack('one.json'), Two: stack('two.json', 'second') } });
  write('one.json', { Resources: { A: { Type: 'T' } } });
  write('two.json', { Resources: { B: { Type: 'T' } } });
  expect(loadTemplate(directory, 'One')).toEqual({ Resources: { A: { Type: 'T' } } });
  expect(loadTemplate(directory, 'second')).toEqual({ Resources: { B: { Type: 'T' } } });
  expect(() => loadTemplate(directory, 'Two')).toThrow(
    new Error(`No stack 'Two' in '${directory}', got: One, second. Name one of them.`),
  );
});
