import type { ReleaseRecord } from '../../../domain/contracts/release';
import { addRelease } from '../../../domain/records/summary';

const release = (version: string, upload = `upload-${version}`): ReleaseRecord => ({
  schema: 1,
  ecosystem: 'pypi',
  project: 'demo',
  version,
  upload,
  publishedAt: '2026-01-02T03:04:05.678Z',
  files: [],
});
const byNumber = (a: string, b: string): number => Number(a) - Number(b);

test('begins with the first release', () => {
  expect(addRelease(undefined, release('2'), byNumber)).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'demo',
    revision: 1,
    releases: [release('2')],
  });
});

test('keeps releases in the order of versions and counts changes', () => {
  const summary = ['10', '2', '9'].reduce(
    (current, version) => addRelease(current, release(version), byNumber),
    addRelease(undefined, release('5'), byNumber),
  );
  expect(summary.releases.map(({ version }) => version)).toEqual(['2', '5', '9', '10']);
  expect(summary.revision).toBe(4);
});

test('is the same object when the release is there', () => {
  const summary = addRelease(undefined, release('1'), byNumber);
  expect(addRelease(summary, release('1'), byNumber)).toBe(summary);
});

test('fails when another upload has released the version', () => {
  const summary = addRelease(undefined, release('1'), byNumber);
  expect(() => addRelease(summary, release('1', 'upload-other'), byNumber)).toThrow(
    'pypi demo 1 was released by upload upload-1 and by upload-other.',
  );
});
