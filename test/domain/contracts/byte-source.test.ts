import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chunksOf, digestsOf, inMemory, sliceOf } from '../../../domain/contracts/byte-source';

const LONG = Buffer.alloc(300_000, 'abcdefg');

test('what is read does not reach beyond the end', () => {
  expect(inMemory(Buffer.from('abc')).read(1, 9).toString()).toBe('bc');
  expect(
    sliceOf(inMemory(Buffer.from('abcdef')), 1, 4)
      .read(1, 9)
      .toString(),
  ).toBe('cd');
});

test('the pieces of any part, and of a slice, are its bytes', () => {
  const position = fc.integer({ min: 0, max: LONG.length });
  fc.assert(
    fc.property(position, position, (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      const part = LONG.subarray(start, end);
      expect(Buffer.concat([...chunksOf(inMemory(LONG), start, end)]).equals(part)).toBe(true);
      expect(Buffer.concat([...chunksOf(sliceOf(inMemory(LONG), start, end))]).equals(part)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('one pass gives several digests', () => {
  const hex = (algorithm: string): string => createHash(algorithm).update(LONG).digest('hex');
  expect(digestsOf(inMemory(LONG), ['sha1', 'sha256'])).toEqual({ sha1: hex('sha1'), sha256: hex('sha256') });
});
