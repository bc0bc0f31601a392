import { gzipSync } from 'node:zlib';

const OS_BYTE = 9;
const UNKNOWN_OS = 255;

/** The same bytes on every system: no time (node writes none), and no name of the operating system. */
export function gzip(body: Buffer): Buffer {
  const packed = gzipSync(body, { level: 9 });
  packed[OS_BYTE] = UNKNOWN_OS;
  return packed;
}
