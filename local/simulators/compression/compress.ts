/** Compression at the edge: CF-C54 to CF-C66. What is compressed is stored compressed, so ranges count compressed bytes (CF-C35). */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type HeaderList, header, joinedHeader, withHeader, withoutHeaders } from '../../http';
import type { OriginResponse } from '../../ports';
import { COMPRESSED_TYPES } from './types';

/** CF-C57: bytes that an object must have at least and may have at most. */
const MIN_BYTES = 1_000;
const MAX_BYTES = 10_000_000;
const STATUSES = new Set([200, 403, 404]);

const brotliOf = promisify(brotliCompress);
const gzipOf = promisify(gzip);

/**
 * Compresses a fresh answer of the origin where CloudFront would.
 * @param encoding normalised Accept-Encoding of the cache key (CF-C56); brotli goes before gzip (CF-C55)
 */
export async function compress(
  response: OriginResponse,
  encoding: string | undefined,
  addVary: boolean,
): Promise<OriginResponse> {
  if (!isCompressible(response)) return response;
  const headers = addVary ? withHeader(response.headers, 'Vary', varyOf(response.headers)) : response.headers;
  const coding = encoding?.split(',').find((each) => each === 'br' || each === 'gzip');
  if (!coding) return { ...response, headers };
  const body = coding === 'br' ? await brotliOf(response.body, FAST_BROTLI) : await gzipOf(response.body);
  return { ...response, body, headers: compressedHeaders(headers, coding, body.length) };
}

/** The highest quality takes seconds for a large index. */
const FAST_BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** CF-C57 to CF-C60; an answer without Content-Length, such as an error of S3, is left alone. */
function isCompressible({ status, headers, body }: OriginResponse): boolean {
  const length = Number(header(headers, 'content-length') ?? Number.NaN);
  const type = (header(headers, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  return (
    STATUSES.has(status) &&
    body.length > 0 &&
    length >= MIN_BYTES &&
    length <= MAX_BYTES &&
    header(headers, 'content-encoding') === undefined &&
    COMPRESSED_TYPES.has(type)
  );
}

function compressedHeaders(headers: HeaderList, coding: string, length: number): HeaderList {
  const sized = withHeader(withHeader(headers, 'Content-Encoding', coding), 'Content-Length', String(length));
  const etag = header(headers, 'etag');
  if (etag === undefined || etag.startsWith('W/')) return sized;
  return etag.startsWith('"') ? withHeader(sized, 'ETag', `W/${etag}`) : withoutHeaders(sized, ['etag']); // CF-C65
}

const varyOf = (headers: HeaderList): string => {
  const given = joinedHeader(headers, 'vary');
  return given === undefined ? 'Accept-Encoding' : /accept-encoding|\*/i.test(given) ? given : `${given}, Accept-Encoding`;
};
