import fc from 'fast-check';
import { UPLOAD_ID } from '../../../domain/contracts/keys';
import { contentOfBytes, type NamedContent } from '../../../lib/cli/content';
import { manifestFile, manifestOf, uploadName } from '../../../lib/cli/release';

const named = (name: string, text: string): NamedContent => ({ name, content: contentOfBytes(Buffer.from(text)) });
const file = (name: string, text: string) => ({ ...named(name, text), bundles: [named(`${name}.sigstore.json`, '{}')] });
const release = { ecosystem: 'pypi', project: 'demo', version: '1.0' } as const;
const files = [file('demo-1.0.tar.gz', 'sdist'), file('demo-1.0-py3-none-any.whl', 'wheel')].map(manifestFile);
const manifest = manifestOf(release, files);

test('the manifest names each file with size, digest and bundle', () => {
  expect(manifest).toEqual({
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
  const reversed = manifestOf(release, [...files].reverse());
  expect(reversed).toEqual(manifest);
});

test('other files, or another attempt, are another upload', () => {
  const name = uploadName(manifest, 1);
  expect(name).toMatch(/^1-0-[0-9a-f]{16}-1$/);
  const others = [uploadName(manifestOf(release, files.slice(1)), 1), uploadName(manifest, 2)];
  expect(new Set([name, ...others]).size).toBe(3);
});

test('property: whatever the version, the name of an upload is a valid one', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 999 }), (version, attempt) =>
      UPLOAD_ID.test(uploadName(manifestOf({ ...release, version }, files), attempt)),
    ),
  );
});
