import fc from 'fast-check';
import { type Likeness, likeness, similarTo } from '../../../domain/packages/similar-names';

test.each<[string, string, Likeness | undefined]>([
  ['requests', 'requests', undefined],
  ['python-dateutil', 'python.dateutil', 'separators'],
  ['@babel/core', 'babel-core', 'separators'],
  ['org.example:parser', 'org.example:par-ser', 'separators'],
  ['numpy', 'nurnpy', 'look-alike'],
  ['django', 'd1ango', 'edit'],
  ['pillow', 'pi11ow', 'look-alike'],
  ['lodash', 'l0dash', 'look-alike'],
  ['webpack', 'vvebpack', 'look-alike'],
  ['requests', 'request', 'edit'],
  ['requests', 'reqeusts', 'edit'],
  ['requests', 'requestz', 'edit'],
  ['requests', 'rrequests', 'edit'],
  ['requests', 'requets5', undefined],
  ['six', 'sox', undefined],
  ['attrs', 'attr', undefined],
  ['react', 'reach', 'edit'],
])('%s and %s: %s', (a, b, expected) => {
  expect(likeness(a, b)).toBe(expected);
  expect(likeness(b, a)).toBe(expected);
});

test('all that are alike are told, and how', () => {
  expect(similarTo('nurnpy', ['numpy', 'flask', 'nurnpy', 'nurnpi'])).toEqual([
    { project: 'numpy', likeness: 'look-alike' },
    { project: 'nurnpi', likeness: 'edit' },
  ]);
});

const NAME = fc.stringMatching(/^[a-z][a-z0-9._-]{5,19}$/);

test('is symmetric; one letter more, less or changed is seen wherever it is', () => {
  fc.assert(
    fc.property(NAME, NAME, (a, b) => likeness(a, b) === likeness(b, a)),
    { numRuns: 300 },
  );
  const letters = fc.stringMatching(/^[a-z]{6,20}$/);
  fc.assert(
    fc.property(letters, fc.nat(), fc.stringMatching(/^[a-z]$/), (name, at, letter) => {
      const i = at % name.length;
      const added = name.slice(0, i) + letter + name.slice(i);
      const removed = name.slice(0, i) + name.slice(i + 1);
      return [added, removed].every((other) => other === name || likeness(name, other) !== undefined);
    }),
    { numRuns: 300 },
  );
});
