import { createHash } from 'node:crypto';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { PYPI } from '../../../../domain/packages/pypi';
import {
  type Archive,
  coreMetadata,
  sdist,
  sdistFiles,
  tarGz,
  wheel,
  wheelFiles,
  wheelName,
} from '../../../helpers/pypi-archives';
import { zip } from '../../../helpers/zip-writer';
import { refusalOf } from '../refusal-of';

const PROJECT = { name: 'Demo.Pkg', version: '1.0+local.1', requiresPython: '>=3.9' };
const RELEASE = { project: 'demo-pkg', version: '1.0+local.1' };
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 1_000_000, maxRatio: 100 };
const INFO = 'demo_pkg-1.0+local.1.dist-info';
const TOP = 'demo_pkg-1.0+local.1';

const read = ({ name, body }: Archive) =>
  PYPI.readFile(RELEASE, { name, size: body.length, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const wheelOf = (files: Record<string, string>): Archive => ({
  name: wheelName(PROJECT),
  body: zip(Object.entries(files).map(([name, body]) => ({ name, body }))),
});
const sdistOf = async (files: Record<string, string>): Promise<Archive> => ({
  name: `${TOP}.tar.gz`,
  body: await tarGz(Object.entries(files).map(([name, body]) => ({ name, body }))),
});

test('reads a wheel, and keeps its METADATA byte for byte beside it', async () => {
  const metadata = Buffer.from(coreMetadata(PROJECT));
  expect(await read(wheel(PROJECT))).toEqual({
    metadata: { requiresPython: '>=3.9', coreMetadata: { sha256: createHash('sha256').update(metadata).digest('hex') } },
    sideFiles: [
      {
        key: 'files/pypi/demo-pkg/demo_pkg-1.0+local.1-py3-none-any.whl.metadata',
        body: metadata,
        contentType: 'application/octet-stream',
        cacheControl: 'public, max-age=31536000, immutable',
        tags: ['ecosystem:pypi', 'project:pypi:demo-pkg'],
      },
    ],
  });
});

test('reads a source distribution, which has no side file', async () => {
  expect(await read(await sdist(PROJECT))).toEqual({ metadata: { requiresPython: '>=3.9' }, sideFiles: [] });
});

test('reads a source distribution of an older tool, with the name as its author writes it', async () => {
  const { body } = await sdistOf({ 'Demo.Pkg-1.0+local.1/PKG-INFO': coreMetadata(PROJECT) });
  expect(await read({ name: 'Demo.Pkg-1.0+local.1.tar.gz', body })).toEqual({
    metadata: { requiresPython: '>=3.9' },
    sideFiles: [],
  });
});

test.each([
  [
    'no dist-info',
    { 'demo_pkg/__init__.py': '' },
    'METADATA_MISSING: The wheel has no .dist-info folder; build it again with an ordinary build tool.',
  ],
  [
    'two dist-infos',
    { ...wheelFiles(PROJECT), 'other-1.0.dist-info/METADATA': '' },
    `METADATA_MISSING: The wheel has more than one .dist-info folder (${INFO}, other-1.0.dist-info); build it again with an ordinary build tool.`,
  ],
  [
    'no RECORD',
    without(wheelFiles(PROJECT), `${INFO}/RECORD`),
    `METADATA_MISSING: The wheel has no ${INFO}/RECORD; build it again with an ordinary build tool.`,
  ],
  [
    'no WHEEL',
    without(wheelFiles(PROJECT), `${INFO}/WHEEL`),
    `METADATA_MISSING: The wheel has no ${INFO}/WHEEL; build it again with an ordinary build tool.`,
  ],
  [
    'a dist-info of another release',
    wheelFiles({ ...PROJECT, version: '2.0' }),
    'METADATA_MISMATCH: The wheel\'s metadata folder is of another release, got: "demo_pkg-2.0.dist-info", not of demo-pkg 1.0+local.1; build the wheel of this release again.',
  ],
  [
    'metadata of another release',
    { ...wheelFiles(PROJECT), [`${INFO}/METADATA`]: coreMetadata({ ...PROJECT, name: 'evil' }) },
    'METADATA_MISMATCH: The metadata inside the archive is of another release, got: "evil" "1.0+local.1", not demo-pkg 1.0+local.1; build the archive of this release again.',
  ],
])('refuses a wheel with %s', async (_, files, expected) => {
  expect(await refusalOf(() => read(wheelOf(files)))).toBe(expected);
});

test('refuses a METADATA that is a folder', async () => {
  const files = Object.entries(without(wheelFiles(PROJECT), `${INFO}/METADATA`)).map(([name, body]) => ({ name, body }));
  const body = zip([...files, { name: `${INFO}/METADATA/`, body: '', method: 0 }, { name: `${INFO}/METADATA/x`, body: '' }]);
  expect(await refusalOf(() => read({ name: wheelName(PROJECT), body }))).toBe(
    `METADATA_MISSING: The wheel has a folder under the name ${INFO}/METADATA; build it again with an ordinary build tool.`,
  );
});

test.each([
  [
    'no PKG-INFO',
    without(sdistFiles(PROJECT), `${TOP}/PKG-INFO`),
    `METADATA_MISSING: The source distribution has no ${TOP}/PKG-INFO; build it again with an ordinary build tool.`,
  ],
  [
    'PKG-INFO further down only',
    { ...without(sdistFiles(PROJECT), `${TOP}/PKG-INFO`), [`${TOP}/src/PKG-INFO`]: coreMetadata(PROJECT) },
    `METADATA_MISSING: The source distribution has no ${TOP}/PKG-INFO; build it again with an ordinary build tool.`,
  ],
  [
    'two top folders',
    { ...sdistFiles(PROJECT), 'other/x': '' },
    `ARCHIVE_LAYOUT: The archive is not usable: it has more than one top folder (${TOP}, other); build it again with an ordinary build tool.`,
  ],
  ['nothing in it', {}, 'ARCHIVE_LAYOUT: The archive is not usable: it is empty; build it again with an ordinary build tool.'],
  [
    'the folder of another release',
    sdistFiles({ ...PROJECT, version: '2.0' }),
    'METADATA_MISMATCH: The top folder is of another release, got: "demo_pkg-2.0", not of demo-pkg 1.0+local.1; build the source distribution of this release again.',
  ],
])('refuses a source distribution with %s', async (_, files, expected) => {
  expect(await refusalOf(async () => read(await sdistOf(files)))).toBe(expected);
});

function without(files: Record<string, string>, path: string): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}
