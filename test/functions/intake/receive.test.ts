import { Readable } from 'node:stream';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import type { ObjectStore } from '../../../functions/shared/ports';
import { newBench, packageKeys, putWheel } from './bench';

const opening = (staging: ObjectStore, open: ObjectStore['open']): ObjectStore =>
  new Proxy(staging, {
    get: (target, name) => (name === 'open' ? open : (Reflect.get(target, name) as object)),
  });

test('a file that comes only in part is an error, not a refusal, and is let go of', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const staging = opening(bench.staging, async (key) => ({
    ...(await bench.staging.open(key))!,
    size: 5000,
    body: Readable.from([Buffer.from('part')]),
  }));
  await expect(processUpload({ ...bench.intake, staging }, upload)).rejects.toThrow(
    'uploads/pypi/demo/upload-0001/demo-1.0-py3-none-any.whl has 5000 bytes, and 4 of them came.',
  );
  expect([packageKeys(bench), bench.scratch.kept]).toEqual([[], 0]);
});

test('a file that breaks off while it is promoted leaves nothing public, and is stored when it is tried again', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  let opened = 0;
  const broken = Readable.from([Buffer.from('part'), new Error('the connection is gone')]).map((part: unknown) => {
    if (part instanceof Error) throw part;
    return part;
  });
  const staging = opening(bench.staging, async (key) => {
    const found = (await bench.staging.open(key))!;
    return ++opened === 2 ? { ...found, body: broken as AsyncIterable<Buffer> } : found;
  });
  await expect(processUpload({ ...bench.intake, staging }, upload)).rejects.toThrow('the connection is gone');
  expect(packageKeys(bench)).toEqual([]);
  expect(await processUpload({ ...bench.intake, staging }, upload)).toMatchObject({ outcome: 'accepted' });
  expect([opened, bench.scratch.kept]).toEqual([4, 0]);
});
