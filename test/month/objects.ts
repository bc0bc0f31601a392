/** The packages bucket of the month: every object has its real size, and all share the memory of one. */

import { IMMUTABLE, INDEX } from '../../domain/packages/public-objects';
import type { OriginResponse } from '../../local/ports';
import type { Bucket } from '../../local/simulators/s3-origin/s3-origin';
import { bytesOf, type EcosystemName, type Part } from '../traffic/packages';

/** Part of the names of projects that do not exist. */
export const MISSING = 'projekt';
export const ETAG = '"1"';

const LARGEST = 300_000_000;
/** Nobody writes to it, so the machine never has to make room for most of it. */
const BYTES = Buffer.alloc(LARGEST);
const FILE = /\.(whl|tgz|crate|jar|zip|gem)$/;
const EVERYBODYS_BYTES = 500_000;
const OTHER_BYTES = 2_000;

export const isFilePath = (path: string): boolean => FILE.test(path);

export const monthBucket: Bucket = ({ method, key, headers }) => Promise.resolve(answer(method, key, headers));

const NOTHING = Buffer.alloc(0);
const ABSENT: OriginResponse = { status: 404, headers: [], body: NOTHING };

function answer(method: string, key: string, asked: OriginResponse['headers']): OriginResponse {
  if (key.includes(MISSING)) return ABSENT;
  const isFile = key.startsWith('files/');
  const body = BYTES.subarray(0, sizeOf(key));
  const headers: OriginResponse['headers'] = [
    ['ETag', ETAG],
    ['Last-Modified', 'Thu, 01 Jan 2026 00:00:00 GMT'],
    ['Accept-Ranges', 'bytes'],
    ['Content-Type', isFile ? 'application/octet-stream' : 'application/json'],
    ['Cache-Control', isFile ? IMMUTABLE : INDEX],
    ['Content-Length', String(body.length)],
  ];
  const isKnown = asked.some(([name, value]) => name.toLowerCase() === 'if-none-match' && value === ETAG);
  if (isKnown) return { status: 304, headers, body: NOTHING };
  return { status: 200, headers, body: method === 'HEAD' ? NOTHING : body };
}

function sizeOf(key: string): number {
  const [place, ecosystem] = key.split('/');
  if (ecosystem === '-') return OTHER_BYTES;
  const [, rank] = /project-([0-9a-z]+)/.exec(key) ?? [];
  if (rank === undefined) return isFilePath(key) ? EVERYBODYS_BYTES : OTHER_BYTES;
  return bytesOf(
    (ecosystem === 'rubygems' ? 'gems' : ecosystem) as EcosystemName,
    partOf(place!, key),
    Number.parseInt(rank, 36),
  );
}

function partOf(place: string, key: string): Part {
  if (place === 'index') return 'index';
  return isFilePath(key) ? 'file' : 'metadata';
}
