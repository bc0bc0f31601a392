import fc from 'fast-check';
import { UPLOAD_ID } from '../../../domain/contracts/keys';
import { manifestFile, manifestOf, uploadIdOf } from '../../../lib/cli/release';

const release = { ecosystem: 'pypi', project: 'demo', version: '1.0' } as const;
const files = [
  manifestFile('demo-1.0.tar.gz', Buffer.from('sdist')),
  manifestFile('demo-1.0-py3-none-any.whl', Buffer.from('wheel')),
];

test('the manifest names each file with size, digest and bundle', () => {
  expect(manifestOf(release, files)).toEqual({
    schema: 1,
    ...release,
    files: [
      {
        name: 'demo-1.0-py3-none-any.whl',
        size: 5,
        sha256: 'ba59926159d2aa256eb8739b8da7e2b574b960e1202c6d624cbe981cef996c91',
        bundles: ['demo-1.0-py3-none-any.whl.sigstore.json'],
      },
      {
        name: 'demo-1.0.tar.gz',
        size: 5,
        sha256: '714772a9f82b2aeb4fa5f7092d00fe4ac4c9cdeb6800840b6ed39ea64c4d785a',
        bundles: ['demo-1.0.tar.gz.sigstore.json'],
      },
    ],
  });
});

test('the order of files does not matter', () => {
  expect(manifestOf(release, [...files].reverse())).toEqual(manifestOf(release, files));
});

test('other bytes, or another try, are another upload', () => {
  const id = uploadIdOf(manifestOf(release, files), 'abcd1234');
  expect(id).toMatch(/^1-0-[0-9a-f]{12}-abcd1234$/);
  expect(uploadIdOf(manifestOf(release, files), 'abcd1235')).not.toBe(id);
  expect(uploadIdOf(manifestOf(release, files.slice(1)), 'abcd1234')).not.toBe(id);
});

test('whatever the version, the name of an upload is a valid one', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) =>
      UPLOAD_ID.test(uploadIdOf(manifestOf({ ...release, version: `1${text}` }, files), 'abcd1234')),
    ),
  );
});
