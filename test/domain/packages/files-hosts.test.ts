import fc from 'fast-check';
import { filesUrlOf } from '../../../domain/packages/files-hosts';

const urls = (count: number): string[] => Array.from({ length: count }, (_, i) => `https://files-${i + 1}.example.org`);
const project = fc.record({ ecosystem: fc.constantFrom('pypi', 'npm', 'generic'), project: fc.string({ minLength: 1 }) });
const hosts = fc.integer({ min: 1, max: 5 });

test('without a files host there is none to choose', () => {
  expect(filesUrlOf([], { ecosystem: 'pypi', project: 'demo' })).toBeUndefined();
});

test('where there is one, everything is there', () => {
  fc.assert(
    fc.property(project, (of) => {
      expect(filesUrlOf(urls(1), of)).toBe(urls(1)[0]);
    }),
  );
});

test('the choice is that of yesterday, whatever the hosts are called', () => {
  const renamed = urls(3).map((url) => url.replace('files', 'other'));
  fc.assert(
    fc.property(project, (of) => {
      expect(filesUrlOf(renamed, of)).toBe(filesUrlOf(urls(3), of)!.replace('files', 'other'));
    }),
  );
  const known = ['commons-demo', 'requests', 'left-pad'].map((name) => filesUrlOf(urls(3), { ecosystem: 'pypi', project: name }));
  expect([...known, filesUrlOf(urls(3), { ecosystem: 'cargo' })]).toMatchInlineSnapshot(`
[
  "https://files-3.example.org",
  "https://files-1.example.org",
  "https://files-2.example.org",
  "https://files-3.example.org",
]
`);
});

test('one host more takes projects from the others, and moves none between them', () => {
  fc.assert(
    fc.property(project, hosts, (of, count) => {
      const [before, after] = [filesUrlOf(urls(count), of), filesUrlOf(urls(count + 1), of)];
      expect([before, urls(count + 1)[count]]).toContain(after);
    }),
  );
});

test('of 3,000 projects each of three hosts has about a third', () => {
  const chosen = Array.from({ length: 3000 }, (_, i) => filesUrlOf(urls(3), { ecosystem: 'npm', project: `package-${i}` }));
  for (const url of urls(3)) expect(Math.abs(chosen.filter((each) => each === url).length - 1000)).toBeLessThan(100);
});
