import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { chunksOf } from '../../../domain/contracts/byte-source';
import { DiskScratch } from '../../../functions/shared/disk/scratch';

const BYTES = Buffer.alloc(300_000, 'more than is read at once');
let directory: string;
let scratch: DiskScratch;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'scratch-'));
  scratch = new DiskScratch(directory);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const hex = (algorithm: string): string => createHash(algorithm).update(BYTES).digest('hex');

test('keeps a file without a name, and gives back its bytes as often as they are read', async () => {
  const file = await scratch.receive(Readable.from([BYTES.subarray(0, 7), BYTES.subarray(7)]));
  expect(readdirSync(directory)).toEqual([]);
  expect([file.size, file.digests]).toEqual([300_000, { md5: hex('md5'), sha256: hex('sha256'), sha512: hex('sha512') }]);
  for (let i = 0; i < 2; i++) expect(Buffer.concat([...chunksOf(file)]).equals(BYTES)).toBe(true);
  expect(file.read(299_990, 400_000).equals(BYTES.subarray(299_990))).toBe(true);
  expect(file.read(300_000, 300_010)).toHaveLength(0);
  await file.close();
  expect(() => file.read(0, 1)).toThrow('EBADF');
});

test('leaves nothing behind when the bytes do not come to their end', async () => {
  const cut = async function* () {
    yield await Promise.resolve(BYTES);
    throw new Error('the connection is gone');
  };
  await expect(scratch.receive(cut())).rejects.toThrow('the connection is gone');
  expect(readdirSync(directory)).toEqual([]);
});
