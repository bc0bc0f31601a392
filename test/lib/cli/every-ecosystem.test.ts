/** Whose files are whose, with every ecosystem there is. */
import fc from 'fast-check';
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { identify } from '../../../lib/cli/identify';
import { SAMPLES } from '../../helpers/every-ecosystem';

test.each(ECOSYSTEM_NAMES.filter((name) => name !== 'generic'))('files of %s are found out to be so', async (ecosystem) => {
  const { project, versions, files } = SAMPLES[ecosystem];
  for (const version of versions) {
    const candidates = (await files(version)).map(({ name, body }) => ({
      path: name,
      name,
      size: body.length,
      named: true,
      read: () => body,
    }));
    expect((await identify(candidates, {})).releases.map(({ release }) => release)).toEqual([{ ecosystem, project, version }]);
  }
});

const NAMES = [
  'demo-1.0.whl',
  'demo-1.0.tar.gz',
  'demo-1.0.crate',
  'demo-1.0.zip',
  'v1.0.0.zip',
  'demo.jar',
  'demo.pom',
  'a.tgz',
  'a-1.gem',
];

test.each(ECOSYSTEM_NAMES)('property: %s reads names off anything without an error', async (ecosystem) => {
  const name = fc.oneof(fc.constantFrom(...NAMES), fc.string());
  const bytes = fc.uint8Array({ maxLength: 100 });
  await fc.assert(
    fc.asyncProperty(name, bytes, bytes, async (fileName, body, other) => {
      const files = new Map([
        [fileName, Buffer.from(body)],
        ['demo.pom', Buffer.from(other)],
      ]);
      await ECOSYSTEMS[ecosystem].readName(fileName, Buffer.from(body), files);
    }),
  );
});

test.each(ECOSYSTEM_NAMES)('property: %s allows no name that could confuse a file system', (ecosystem) => {
  const module = ECOSYSTEMS[ecosystem];
  const part = fc.constantFrom('..', '.', '', 'a', 'A', '\u0000', '\\', '/', ':', '@', 'con', 'e\u0301', '%2f', 'x'.repeat(300));
  const isAllowed = (project: string): boolean => {
    try {
      module.checkProject(project);
      return true;
    } catch {
      return false;
    }
  };
  expect(isAllowed(SAMPLES[ecosystem].project)).toBe(true);
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const project = parts.join('');
      const segments = project.split(/[/:]/);
      const confusing =
        segments.some((segment) => ['', '.', '..'].includes(segment)) || /[^!-~]|[\\%]/.test(project) || project.length > 255;
      return !confusing || !isAllowed(project);
    }),
  );
});
