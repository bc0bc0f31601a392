import { Readable } from 'node:stream';
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import type { RefusalCode } from '../../../domain/contracts/refusals';
import type { RefusedVerdict } from '../../../domain/contracts/release';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { sdist, tarGz, wheel, wheelFiles } from '../../helpers/pypi-archives';
import { zip } from '../../helpers/zip-writer';
import {
  type Bench,
  bundleName,
  bundleOf,
  jsonAt,
  manifestOf,
  NOW,
  newBench,
  POLICY,
  packageKeys,
  put,
  putWheel,
  type UploadParts,
  uploadParts,
} from './bench';

const DEMO = { name: 'demo', version: '1.0' };
const WHEEL = wheel(DEMO);
const NAME = WHEEL.name;

const honest = (): UploadParts => uploadParts('1.0', 'upload-0001', [WHEEL]);
/** The honest upload with other objects; undefined takes one away. */
function withObjects(changes: Record<string, Buffer | undefined>): UploadParts {
  const { id, objects } = honest();
  const changed = Object.entries({ ...objects, ...changes }).flatMap(([name, body]) => (body ? [[name, body] as const] : []));
  return { id, objects: Object.fromEntries(changed) };
}
const withManifest = (changes: object): UploadParts =>
  withObjects({ [MANIFEST_NAME]: Buffer.from(JSON.stringify({ ...manifestOf('1.0', [WHEEL]), ...changes })) });
const withFile = (changes: object): UploadParts =>
  withManifest({ files: [{ ...manifestOf('1.0', [WHEEL]).files[0], ...changes }] });
/** An honest upload of another wheel under the same name. */
const withWheel = (body: Buffer, name = NAME): UploadParts => uploadParts('1.0', 'upload-0001', [{ name, body }]);
const withWheelFiles = (change: (files: Record<string, string>) => Record<string, string>): UploadParts =>
  withWheel(zip(Object.entries(change(wheelFiles(DEMO))).map(([name, body]) => ({ name, body }))));
const policy = (changes: Partial<Intake['policy']>): Partial<Intake> => ({ policy: { ...POLICY, ...changes } });
const below = (project: string, upload = 'upload-0001'): UploadParts => ({
  id: { ecosystem: 'pypi', project, upload },
  objects: uploadParts('1.0', upload, [WHEEL], project).objects,
});

interface Case {
  readonly code: RefusalCode;
  readonly parts: () => UploadParts | Promise<UploadParts>;
  readonly changes?: Partial<Intake>;
  readonly reason: string;
  readonly file?: string;
}

const CASES: Case[] = [
  {
    code: 'MANIFEST_MALFORMED',
    parts: () => withObjects({ [MANIFEST_NAME]: Buffer.from('{"schema":1') }),
    reason: "release.json is malformed: it is not JSON in UTF-8; write it with 'npx registry publish'.",
  },
  {
    code: 'MANIFEST_MISMATCH',
    parts: () => withManifest({ project: 'other' }),
    reason: 'release.json is of "pypi/other" but was uploaded below "pypi/demo"; upload it below its own project.',
  },
  {
    code: 'NAME_NOT_NORMALISED',
    parts: () => below('Demo_Pkg'),
    reason: "The project name is not normalised, got: 'Demo_Pkg'; upload it as 'demo-pkg' (PEP 503).",
  },
  {
    code: 'NAME_NOT_ALLOWED',
    parts: () => below('nul'),
    reason:
      "The project name is not allowed, got: \"nul\"; use up to 100 ASCII letters, digits, '.', '_' and '-', beginning and ending with a letter or digit, and no name of a Windows device.",
  },
  {
    code: 'NAME_NOT_ALLOWED',
    parts: () => below('demo', 'Up 1'),
    reason: 'The upload\'s name is not allowed, got: "Up 1"; use 8 to 64 lower case letters, digits and hyphens.',
  },
  {
    code: 'VERSION_INVALID',
    parts: () => withManifest({ version: 'v1.0' }),
    reason: 'The version is not canonical, got: "v1.0"; spell it \'1.0\'.',
  },
  {
    code: 'PROJECT_UNKNOWN',
    parts: () => below('stranger'),
    reason:
      "No publisher is configured for pypi project 'stranger'; ask the operator to add it to 'publishers' in registry.config.ts.",
  },
  {
    code: 'ECOSYSTEM_DISABLED',
    parts: honest,
    changes: policy({ ecosystems: [] }),
    reason: 'The ecosystem is not enabled, got: "pypi", enabled: none; ask the operator to enable it in registry.config.ts.',
  },
  {
    code: 'FILE_MISSING',
    parts: () => withObjects({ [bundleName(NAME)]: undefined }),
    reason: `File "${bundleName(NAME)}" is named in release.json but was not uploaded; upload files first and release.json last.`,
    file: bundleName(NAME),
  },
  {
    code: 'FILE_UNEXPECTED',
    parts: () => withObjects({ 'sub/extra.txt': Buffer.from('?') }),
    reason: 'File "sub/extra.txt" was uploaded but release.json does not name it; name it or leave it out.',
    file: 'sub/extra.txt',
  },
  {
    code: 'FILE_TOO_LARGE',
    parts: honest,
    changes: policy({ limits: { ...POLICY.limits, maxFileBytes: 100 } }),
    reason: `File '${NAME}' has ${WHEEL.body.length} bytes, at most 100 are allowed; make it smaller or ask the operator to raise 'limits'.`,
    file: NAME,
  },
  {
    code: 'FILE_TOO_LARGE',
    parts: () => withObjects({ [bundleName(NAME)]: Buffer.alloc(1_000_001) }),
    reason: `File '${bundleName(NAME)}' has 1000001 bytes, at most 1000000 are allowed; make it smaller or ask the operator to raise 'limits'.`,
    file: bundleName(NAME),
  },
  {
    code: 'FILE_COUNT',
    parts: () => withManifest({ files: [] }),
    reason: "The release has 0 files, 1 to 3 are allowed; split it or ask the operator to raise 'limits'.",
  },
  {
    code: 'FILE_COUNT',
    parts: () => withObjects(Object.fromEntries([...Array(1000).keys()].map((i) => [`x${i}`, Buffer.from('x')]))),
    reason: 'The upload has more than 1,000 objects; upload only what release.json names.',
  },
  {
    code: 'FILE_NAME_INVALID',
    parts: () => withFile({ name: '../demo-1.0.zip' }),
    reason:
      'The file name is neither of a wheel (name-version-python-abi-platform.whl) nor of a source distribution (name-version.tar.gz), got: "../demo-1.0.zip"; upload it under the name that the build tool gave it.',
    file: '../demo-1.0.zip',
  },
  {
    code: 'FILE_NAME_MISMATCH',
    parts: () => withFile({ name: 'demo-1.1.tar.gz' }),
    reason: 'The file name is of another release, got: demo 1.1, not demo 1.0; upload it with the release that it belongs to.',
    file: 'demo-1.1.tar.gz',
  },
  {
    code: 'SIZE_MISMATCH',
    parts: () => withObjects({ [NAME]: WHEEL.body.subarray(0, 500) }),
    reason: `File '${NAME}' has 500 bytes, release.json says ${WHEEL.body.length}; it may be truncated, upload again.`,
    file: NAME,
  },
  {
    code: 'DIGEST_MISMATCH',
    parts: () => withObjects({ [NAME]: Buffer.alloc(WHEEL.body.length) }),
    reason: `File '${NAME}' has SHA-256 ${sha256OfZeros()}, release.json says ${manifestOf('1.0', [WHEEL]).files[0]!.sha256}; upload again.`,
    file: NAME,
  },
  {
    code: 'SIGNATURE_MISSING',
    parts: () => withFile({ bundles: [] }),
    reason: `File '${NAME}' has no Sigstore bundle; sign it and name the bundle in release.json.`,
    file: NAME,
  },
  {
    code: 'SIGNATURE_OTHER_FILE',
    parts: () => withObjects({ [bundleName(NAME)]: bundleOf(Buffer.from('another file')) }),
    reason: 'the bundle is for another file',
    file: NAME,
  },
  {
    code: 'SIGNER_NOT_ALLOWED',
    parts: () => withObjects({ [bundleName(NAME)]: bundleOf(WHEEL.body, 'mallory@example.org') }),
    reason: 'signed by mallory@example.org',
    file: NAME,
  },
  {
    code: 'ARCHIVE_UNREADABLE',
    parts: () => withWheel(Buffer.from('not a zip archive at all, only text')),
    reason:
      'The archive cannot be read: End of central directory record signature not found. Either not a zip file, or file is truncated.; it may be truncated or damaged, build and upload it again.',
    file: NAME,
  },
  {
    code: 'ARCHIVE_BOMB',
    parts: async () => {
      const names = [...Array(101).keys()].map((i) => `demo-1.0/${i}`);
      return withWheel(await tarGz(names.map((name) => ({ name }))), 'demo-1.0.tar.gz');
    },
    reason:
      "The archive expands too far, got: 101 entries or more, at most 100 are allowed; make it smaller or ask the operator to raise 'limits' in registry.config.ts.",
    file: 'demo-1.0.tar.gz',
  },
  {
    code: 'METADATA_MISSING',
    parts: () =>
      withWheelFiles((files) => Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('/METADATA')))),
    reason: 'The wheel has no demo-1.0.dist-info/METADATA; build it again with an ordinary build tool.',
    file: NAME,
  },
  {
    code: 'METADATA_INVALID',
    parts: () => withWheelFiles((files) => ({ ...files, 'demo-1.0.dist-info/METADATA': 'Name: demo\nVersion: 1.0\n' })),
    reason:
      "The metadata inside the archive cannot be read: field 'Metadata-Version' is missing; build the archive again with a current build tool.",
    file: NAME,
  },
  {
    code: 'METADATA_MISMATCH',
    parts: async () => withWheel((await sdist({ name: 'demo', version: '1.1' })).body, 'demo-1.0.tar.gz'),
    reason:
      'The top folder is of another release, got: "demo-1.1", not of demo 1.0; build the source distribution of this release again.',
    file: 'demo-1.0.tar.gz',
  },
];

function sha256OfZeros(): string {
  return manifestOf('1.0', [{ name: NAME, body: Buffer.alloc(WHEEL.body.length) }]).files[0]!.sha256;
}

test.each(CASES)('$code: $reason', async ({ code, parts, changes, reason, file }) => {
  const bench = newBench(changes);
  const { id, objects } = await parts();
  const verdict = await processUpload(bench.intake, await put(bench, { id, objects }));
  const expected: RefusedVerdict = {
    schema: 1,
    outcome: 'refused',
    ...id,
    at: NOW.toISOString(),
    code,
    reason,
    ...(file !== undefined && { file }),
  };
  expect(verdict).toEqual(expected);
  expect(jsonAt(bench.staging, `verdicts/pypi/${id.project}/${id.upload}.json`)).toEqual(expected);
  expect(jsonAt(bench.staging, `quarantine/pypi/${id.project}/${id.upload}.verdict.json`)).toEqual(expected);
  expect(packageKeys(bench)).toEqual([]);
  expect(bench.records.keys().filter((key) => /^(claims|releases|projects)\//.test(key))).toEqual([]);
  expect(bench.invalidations.messages).toEqual([]);
});

test('keeps everything that was uploaded, also what the manifest does not name', async () => {
  const bench = newBench();
  const { id, objects } = withObjects({ 'sub/extra.txt': Buffer.from('?') });
  await processUpload(bench.intake, await put(bench, { id, objects }));
  for (const [name, body] of Object.entries(objects)) {
    expect(bench.staging.current(`quarantine/pypi/demo/upload-0001/${name}`)?.body.equals(body)).toBe(true);
    expect(bench.staging.current(`uploads/pypi/demo/upload-0001/${name}`)?.body.equals(body)).toBe(true);
  }
});

test('leaves a file that S3 cannot copy at once where it is', async () => {
  const bench = newBench();
  const upload = await put(bench, honest());
  const staging = withSizes(bench, (key, size) => (key.endsWith('.whl') ? 6 * 2 ** 30 : size));
  expect(await processUpload({ ...bench.intake, staging }, upload)).toMatchObject({ code: 'FILE_TOO_LARGE' });
  expect(bench.staging.keys().filter((key) => key.startsWith('quarantine/'))).toEqual([
    'quarantine/pypi/demo/upload-0001.verdict.json',
    'quarantine/pypi/demo/upload-0001/demo-1.0-py3-none-any.whl.sigstore.json',
    'quarantine/pypi/demo/upload-0001/release.json',
  ]);
});

test('logs a refusal in the ledger and as a metric', async () => {
  const bench = newBench();
  await processUpload(bench.intake, await put(bench, withFile({ bundles: [] })));
  const [body] = bench.records.current('ledger/000000000000.json')!.body.toString().split('\n');
  expect((JSON.parse(body!) as { event: unknown }).event).toEqual({
    id: 'pypi/demo/upload-0001',
    kind: 'release.refused',
    ecosystem: 'pypi',
    project: 'demo',
    upload: 'upload-0001',
    version: '1.0',
    code: 'SIGNATURE_MISSING',
  });
  expect(bench.lines.map((line) => (JSON.parse(line) as { ReleasesRefused: number }).ReleasesRefused)).toEqual([1]);
});

test.each([
  [
    '1.0',
    '1.0',
    "Version 1.0 of pypi project 'demo' exists already, released as 1.0 by another upload; released versions never change, choose a new version.",
  ],
  [
    '1.0',
    '1.0.0',
    "Version 1.0.0 of pypi project 'demo' exists already, released as 1.0 by another upload; released versions never change, choose a new version.",
  ],
])('VERSION_EXISTS: after %s no %s', async (first, second, reason) => {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, first, 'upload-0001'));
  const before = packageKeys(bench).map((key) => [key, bench.packages.history(key).length]);
  const verdict = await processUpload(bench.intake, await putWheel(bench, second, 'upload-0002', 'demo', 'other = 1\n'));
  expect(verdict).toMatchObject({ outcome: 'refused', code: 'VERSION_EXISTS', reason });
  expect(packageKeys(bench).map((key) => [key, bench.packages.history(key).length])).toEqual(before);
});

test('a policy that changed after the claim is for the operator, not a refusal of what is half public', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const broken = new Proxy(bench.packages, {
    get: (target, name) =>
      name === 'put' ? () => Promise.reject(new Error('S3 is down')) : (Reflect.get(target, name) as object),
  });
  await expect(processUpload({ ...bench.intake, packages: broken }, upload)).rejects.toThrow('S3 is down');
  const stricter = { ...bench.intake, policy: { ...POLICY, limits: { ...POLICY.limits, maxFileBytes: 1 } } };
  await expect(processUpload(stricter, upload)).rejects.toThrow(
    `Upload pypi/demo/upload-0001 was accepted at ${NOW.toISOString()} and is refused now (FILE_TOO_LARGE): File '${NAME}' has ${WHEEL.body.length} bytes, at most 1 are allowed; make it smaller or ask the operator to raise 'limits'.`,
  );
  expect(await processUpload(bench.intake, upload)).toMatchObject({ outcome: 'accepted' });
});

test('bytes that change between the check and the promotion are an error, and are not public', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  let reads = 0;
  const open: Intake['staging']['open'] = async (key) => {
    const found = await bench.staging.open(key);
    return key.endsWith('.whl') && ++reads === 2
      ? { ...found!, size: 9, body: Readable.from([Buffer.from('exchanged')]) }
      : found;
  };
  const staging = new Proxy(bench.staging, {
    get: (target, name) => (name === 'open' ? open : (Reflect.get(target, name) as object)),
  });
  await expect(processUpload({ ...bench.intake, staging }, upload)).rejects.toThrow(
    `File '${NAME}' of a claimed release is refused now (DIGEST_MISMATCH)`,
  );
  expect(packageKeys(bench)).toEqual([]);
});

test('an upload whose manifest is gone is an error', async () => {
  const { intake } = newBench();
  await expect(
    processUpload(intake, { id: { ecosystem: 'pypi', project: 'demo', upload: 'upload-0001' }, version: 'v1' }),
  ).rejects.toThrow('The staging bucket has no uploads/pypi/demo/upload-0001/release.json (version v1); it may have expired.');
});

test('a file that is there with other content is an error, and stays', async () => {
  const bench = newBench();
  const key = `files/pypi/demo/${NAME}`;
  await bench.packages.put(key, { body: Buffer.from('from elsewhere'), contentType: 'text/plain' });
  await expect(processUpload(bench.intake, await put(bench, honest()))).rejects.toThrow(`${key} exists with other content.`);
  expect(bench.packages.history(key).map(({ body }) => body.toString())).toEqual(['from elsewhere']);
});

/** The bench's staging bucket as if objects had other sizes. */
function withSizes(bench: Bench, sizeOf: (key: string, size: number) => number): Intake['staging'] {
  const list: Intake['staging']['list'] = async (prefix) => {
    const { objects, truncated } = await bench.staging.list(prefix);
    return { truncated, objects: objects.map(({ key, size }) => ({ key, size: sizeOf(key, size) })) };
  };
  return new Proxy(bench.staging, {
    get: (target, name) => (name === 'list' ? list : (Reflect.get(target, name) as object)),
  });
}
const quarantined = (bench: Bench): string[] =>
  bench.staging.keys().filter((key) => key.startsWith('quarantine/pypi/demo/upload-0001/'));
const warnings = (bench: Bench): unknown[] =>
  bench.lines.map((line) => JSON.parse(line) as { level: string }).filter(({ level }) => level === 'warn');

test.each([
  ['a listing that shows it', 0],
  ['a listing that is full before it', 1000],
])('a release.json that is too large is refused without being read, with %s', async (_, others) => {
  const bench = newBench();
  const upload = await put(bench, withObjects({ [MANIFEST_NAME]: Buffer.alloc(1_000_001, ' ') }));
  for (let i = 0; i < others; i++) {
    await bench.staging.put(`uploads/pypi/demo/upload-0001/a${i}`, { body: Buffer.from('x'), contentType: 'text/plain' });
  }
  const get: Intake['staging']['get'] = (key) => Promise.reject(new Error(`${key} was read`));
  const staging = new Proxy(bench.staging, {
    get: (target, name) => (name === 'get' ? get : (Reflect.get(target, name) as object)),
  });
  expect(await processUpload({ ...bench.intake, staging }, upload)).toMatchObject({
    code: 'MANIFEST_MALFORMED',
    reason: "release.json is malformed: it has 1000001 bytes, at most 1000000 are read; write it with 'npx registry publish'.",
  });
});

test('of an upload of many objects a hundred go to quarantine, and the log says what does not', async () => {
  const bench = newBench();
  const many = Object.fromEntries([...Array(150).keys()].map((i) => [`x${i}`, Buffer.alloc(2000)]));
  await processUpload(bench.intake, await put(bench, withObjects(many)));
  expect(quarantined(bench)).toHaveLength(100);
  expect(quarantined(bench)).toContain('quarantine/pypi/demo/upload-0001/release.json');
  expect(warnings(bench)).toEqual([
    {
      level: 'warn',
      message: 'Not all of the upload was copied to quarantine; the rest stays in staging until it expires.',
      ecosystem: 'pypi',
      project: 'demo',
      upload: 'upload-0001',
      copied: 100,
      left: 53,
      more: false,
    },
  ]);
});

test('of an upload of large objects five gibibytes go to quarantine, the smallest first', async () => {
  const bench = newBench();
  const large = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, Buffer.from(name)]));
  const upload = await put(bench, withObjects(large));
  const staging = withSizes(bench, (key, size) => (/[/][abc]$/.test(key) ? 2 * 2 ** 30 : size));
  await processUpload({ ...bench.intake, staging }, upload);
  expect(quarantined(bench).map((key) => key.split('/').at(-1))).toEqual(['a', 'b', NAME, bundleName(NAME), MANIFEST_NAME]);
  expect(warnings(bench)).toMatchObject([{ copied: 5, left: 1, more: false }]);
});
