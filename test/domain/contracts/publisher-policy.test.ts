import fc from 'fast-check';
import { publisherPolicyName, publisherRoleName } from '../../../domain/contracts/publisher-policy';

test.each([
  ['pypi', 'six', 'example-publish-pypi-six'],
  ['pypi', 'a'.repeat(107), `example-publish-pypi-${'a'.repeat(107)}`],
  ['pypi', 'a'.repeat(108), `example-publish-pypi-${'a'.repeat(90)}-9319edfb1401fadf`],
  ['npm', '@scope/name', 'example-publish-npm-@scope-name-1c2dae57ced71670'],
])('%s %s: %s', (ecosystem, project, name) => {
  expect(publisherPolicyName('example', ecosystem, project)).toBe(name);
});

test('IAM takes every name, and no two projects share one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 300 }), { minLength: 2, maxLength: 5 }), (projects) => {
      const names = projects.map((project) => publisherPolicyName('example', 'pypi', project));
      for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,128}$/);
      expect(new Set(names).size).toBe(projects.length);
    }),
  );
});

test.each([
  ['pypi', 'six', 'pipeline', 'example-pipeline-pypi-six'],
  ['pypi', 'six', 'people', 'example-people-pypi-six'],
  ['npm', '@scope/name', 'pipeline', 'example-pipeline-npm-@scope-name-17d04e6692297fe4'],
] as const)('the role of %s %s for %s: %s', (ecosystem, project, who, name) => {
  expect(publisherRoleName('example', ecosystem, project, who)).toBe(name);
});

test('IAM takes every name of a role, and no two share one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 300 }), { minLength: 2, maxLength: 5 }), (projects) => {
      const names = projects.map((project) => publisherRoleName('example', 'pypi', project, 'pipeline'));
      for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
      expect(new Set(names).size).toBe(projects.length);
    }),
  );
});
