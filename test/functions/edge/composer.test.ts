import { ecosystem } from '../../../functions/edge/ecosystems/composer';
import { kindOf } from '../../../functions/edge/kind';
import { canonicalPath } from '../../../functions/edge/paths';
import { routeOf } from '../../../functions/edge/route';

const route = (path: string, tierUrl = '') => routeOf(ecosystem, canonicalPath(path) ?? '', '', tierUrl);

test.each([
  ['/p2/demo/lib.json', 'index/composer/p2/demo/lib.json', 'index', 'demo/lib'],
  ['/p2/demo/lib~dev.json', 'index/composer/p2/demo/lib~dev.json', 'index', 'demo/lib'],
  ['/p2/demo%2flib.json', 'index/composer/p2/demo/lib.json', 'index', 'demo/lib'],
  ['/files/demo/lib/v1.0.0.zip', 'files/composer/demo/lib/v1.0.0.zip', 'file', 'demo/lib'],
  ['/files/demo/lib/1.0.0+build.zip', 'files/composer/demo/lib/1.0.0%2Bbuild.zip', 'file', 'demo/lib'],
  ['/files/demo/lib/1.0.zip.sigstore.json', 'files/composer/demo/lib/1.0.zip.sigstore.json', 'bundle', 'demo/lib'],
  ['/files/demo/lib/1.0.zip.2.sigstore.json', 'files/composer/demo/lib/1.0.zip.2.sigstore.json', 'bundle', 'demo/lib'],
])('%s is served from %s', (path, key, kind, project) => {
  const found = route(path)!;
  expect({ key: found.key, project: found.project, kind: kindOf(found) }).toEqual({ key, kind, project });
  expect(route(path, 'https://packages.example.org/t/gold/acme')).toEqual(found);
});

test('the root is the stored one, and below a tier one that keeps readers there', () => {
  expect(route('/packages.json')).toMatchObject({ key: 'index/composer/packages.json', json: '' });
  expect(route('/packages.json', 'https://packages.example.org/t/gold/acme')).toMatchObject({
    key: 'index/composer/packages.json',
    json: JSON.stringify({
      packages: [],
      'metadata-url': 'https://packages.example.org/t/gold/acme/composer/p2/%package%.json',
      mirrors: [
        {
          'dist-url': 'https://packages.example.org/t/gold/acme/composer/files/%package%/%prettyVersion%.zip',
          preferred: true,
        },
      ],
    }),
  });
});

test.each([
  '/',
  '/p2/demo.json',
  '/p2/Demo/lib.json',
  '/p2/demo/lib/more.json',
  '/p2/demo/lib',
  '/files/demo/lib/latest.zip',
  '/files/demo/lib/1.0.tar',
  '/files/demo/1.0.zip',
  '/files/demo/lib/x/1.0.zip',
  '/p2/../packages.json',
])('there is nothing at %s', (path) => {
  expect(route(path)).toBeUndefined();
});
