import { parseEvent } from '../../../functions/lambda/intake/event';

const event = (key: unknown, bucket = 'staging', version?: string): string =>
  JSON.stringify({
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key, size: 5, ...(version && { 'version-id': version }) } },
  });

test('reads which upload was committed', () => {
  expect(parseEvent(event('uploads/pypi/demo/upload-0001/release.json', 'staging', 'v7'), 'staging')).toEqual({
    id: { ecosystem: 'pypi', project: 'demo', upload: 'upload-0001' },
    version: 'v7',
  });
});

test('takes the current version when the bucket is not versioned', () => {
  expect(parseEvent(event('uploads/pypi/demo/upload-0001/release.json'), 'staging')).toEqual({
    id: { ecosystem: 'pypi', project: 'demo', upload: 'upload-0001' },
  });
});

test.each(['uploads/release.json', 'uploads/pypi/demo/release.json', 'uploads/pypi/demo/upload-0001/sub/release.json'])(
  '%s is no error: any publisher can make it, and the rule matches it',
  (key) => {
    expect(parseEvent(event(key), 'staging')).toEqual({ key });
  },
);

test.each([
  ['no JSON', 'hello', 'Unexpected token'],
  ['another shape', '{"Records":[]}', 'Invalid input: expected object, received undefined'],
  ['no key', event(undefined), 'Invalid input: expected string, received undefined'],
  [
    'another bucket',
    event('uploads/pypi/demo/upload-0001/release.json', 'other'),
    "The event is of another bucket, got: 'other', not 'staging'.",
  ],
  [
    'another object',
    event('uploads/pypi/demo/upload-0001/demo.whl'),
    'The event is not of a release.json below uploads/, got: "uploads/pypi/demo/upload-0001/demo.whl".',
  ],
  [
    'a quarantined upload',
    event('quarantine/pypi/demo/upload-0001/release.json'),
    'The event is not of a release.json below uploads/, got: "quarantine/pypi/demo/upload-0001/release.json".',
  ],
])('fails for %s', (_, body, message) => {
  expect(() => parseEvent(body, 'staging')).toThrow(message);
});
