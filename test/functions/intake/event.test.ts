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

test('reads which command was given, and by which account', () => {
  const body = JSON.parse(event('commands/npm/@scope:demo/command-20260101-abcd1234.json', 'staging', 'v7')) as {
    detail: object;
  };
  const detail = { ...body.detail, requester: '111122223333' };
  expect(parseEvent(JSON.stringify({ detail }), 'staging')).toEqual({
    command: { ecosystem: 'npm', project: '@scope:demo', upload: 'command-20260101-abcd1234' },
    version: 'v7',
    requester: '111122223333',
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
    'The event is not of an upload\'s release.json or of a command, got: "uploads/pypi/demo/upload-0001/demo.whl".',
  ],
  [
    'a quarantined upload',
    event('quarantine/pypi/demo/upload-0001/release.json'),
    'The event is not of an upload\'s release.json or of a command, got: "quarantine/pypi/demo/upload-0001/release.json".',
  ],
  [
    'a command of another name',
    event('commands/pypi/demo/upload-0001.json'),
    'The event is not of an upload\'s release.json or of a command, got: "commands/pypi/demo/upload-0001.json".',
  ],
])('fails for %s', (_, body, message) => {
  expect(() => parseEvent(body, 'staging')).toThrow(message);
});
