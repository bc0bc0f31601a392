import fc from 'fast-check';
import { publisherPolicyName } from '../../../domain/contracts/publisher-policy';

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
