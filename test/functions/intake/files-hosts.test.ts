import { contextOf } from '../../../functions/lambda/intake/intake';
import { newBench } from './bench';

const FILES = ['https://files.example.org', 'https://files-2.example.org'];
const contextWith = (filesUrls: readonly string[], project?: string) =>
  contextOf(newBench({ filesUrls }).intake, { ecosystem: 'pypi', ...(project !== undefined && { project }) });

test('documents lead to the files host of their project, whichever of several that is', () => {
  expect(['demo', 'tiered', 'beside'].map((project) => contextWith(FILES, project).filesUrl)).toEqual([
    FILES[0],
    FILES[1],
    FILES[0],
  ]);
});

test('where delivery is not split, there is none', () => {
  expect(contextWith([], 'demo')).toEqual({ publicUrl: 'https://packages.example.org' });
  expect(contextOf(newBench().intake, { ecosystem: 'pypi' })).toEqual({ publicUrl: 'https://packages.example.org' });
});
