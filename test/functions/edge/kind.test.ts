import type { FileKind } from '../../../domain/contracts/edge-log';
import { kindOf } from '../../../functions/edge/kind';

test.each<[string, string | undefined, FileKind]>([
  ['index/pypi/simple/index.html', undefined, 'listing'],
  ['index/pypi/simple/demo/index.v1.json', 'demo', 'index'],
  ['index/rubygems/info/sysinfo', 'sysinfo', 'index'],
  ['index/go/example.org/mod/@v/list', 'example.org/mod', 'index'],
  ['index/go/example.org/mod/@v/v1.0.0.info', 'example.org/mod', 'metadata'],
  ['index/maven/org/example/lib/maven-metadata.xml.sha1', 'org.example:lib', 'index'],
  ['files/pypi/demo/demo-1.0.tar.gz', 'demo', 'file'],
  ['files/pypi/demo/demo-1.0.tar.gz.metadata', 'demo', 'metadata'],
  ['files/pypi/demo/demo-1.0.tar.gz.provenance', 'demo', 'provenance'],
  ['files/pypi/demo/demo-1.0.tar.gz.2.sigstore.json', 'demo', 'bundle'],
  ['files/pypi/demo/demo-1.0.tar.gz.cdx.json', 'demo', 'bundle'],
  ['files/go/example.org/mod/@v/v1.0.0.mod', 'example.org/mod', 'metadata'],
  ['files/maven/org/example/lib/1.0/lib-1.0.jar.asc', 'org.example:lib', 'bundle'],
  ['files/maven/org/example/lib/1.0/lib-1.0.jar.sha512', 'org.example:lib', 'metadata'],
  ['files/npm/-/npm/v1/attestations/demo@1.0.0', 'demo', 'provenance'],
  ['files/rubygems/quick/Marshal.4.8/demo-1.0.gemspec.rz', 'demo', 'metadata'],
])('%s of %s is of the kind %s', (key, project, kind) => {
  expect(kindOf({ key, file: key.startsWith('files/'), project })).toBe(kind);
});

test('what has no key is of a project or of all', () => {
  expect([kindOf({ key: '', redirect: '/pypi/simple/demo/', project: 'demo' }), kindOf({ key: '', json: '{}' })]).toEqual([
    'index',
    'listing',
  ]);
});
