import { ecosystem } from '../../../functions/edge/ecosystems/go';
import { kindOf } from '../../../functions/edge/kind';
import { canonicalPath } from '../../../functions/edge/paths';
import { routeOf } from '../../../functions/edge/route';

const route = (path: string) => routeOf(ecosystem, canonicalPath(path) ?? '', '', '');

test.each([
  ['/example.org/mod/@v/list', 'index/go/example.org/mod/@v/list', 'index', 'example.org/mod'],
  ['/example.org/mod/@latest', 'index/go/example.org/mod/@latest', 'index', 'example.org/mod'],
  ['/example.org/mod/@v/v1.0.0.info', 'index/go/example.org/mod/@v/v1.0.0.info', 'metadata', 'example.org/mod'],
  ['/example.org/mod/@v/v1.0.0.mod', 'files/go/example.org/mod/@v/v1.0.0.mod', 'metadata', 'example.org/mod'],
  ['/example.org/mod/v2/@v/v2.0.0.zip', 'files/go/example.org/mod/v2/@v/v2.0.0.zip', 'file', 'example.org/mod/v2'],
  [
    '/example.org/mod/@v/v1.0.0.zip.sigstore.json',
    'files/go/example.org/mod/@v/v1.0.0.zip.sigstore.json',
    'bundle',
    'example.org/mod',
  ],
  [
    '/example.org/mod/@v/v1.0.0.zip.2.sigstore.json',
    'files/go/example.org/mod/@v/v1.0.0.zip.2.sigstore.json',
    'bundle',
    'example.org/mod',
  ],
  [
    '/example.org/%21demo/%21big%21lib/@v/list',
    'index/go/example.org/!demo/!big!lib/@v/list',
    'index',
    'example.org/Demo/BigLib',
  ],
  ['/example.org/mod/@v/v1.0.0-%21r%21c1.info', 'index/go/example.org/mod/@v/v1.0.0-!r!c1.info', 'metadata', 'example.org/mod'],
  [
    '/example.org/mod/@v/v2.0.0+incompatible.zip',
    'files/go/example.org/mod/@v/v2.0.0%2Bincompatible.zip',
    'file',
    'example.org/mod',
  ],
  [
    '/example.org/mod/@v/v2.0.0%2bincompatible.mod',
    'files/go/example.org/mod/@v/v2.0.0%2Bincompatible.mod',
    'metadata',
    'example.org/mod',
  ],
])('%s is served from %s', (path, key, kind, project) => {
  const found = route(path)!;
  expect({ key: found.key, project: found.project, kind: kindOf(found) }).toEqual({ key, kind, project });
});

test.each([
  '/',
  '/@v/list',
  '/sumdb/sums.example.org/supported',
  '/example.org/Mod/@v/list',
  '/example.org/mod/@v/',
  '/example.org/mod/@v/main.info',
  '/example.org/mod/@v/v1.0.0.exe',
  '/example.org/mod/@v/v1.0.0/x.zip',
  '/example.org/mod/@v/v1.0.0.info.sigstore.json',
  '/example.org/mod/@v/list.sigstore.json',
  '/example.org/mod/@v/V1.0.0.zip',
  '/example.org/mod/list',
  '/example.org/../mod/@v/list',
])('there is nothing at %s', (path) => {
  expect(route(path)).toBeUndefined();
});
