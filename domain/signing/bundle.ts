import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { textAt } from './bytes';
import { quote, reject } from './rejected';

export type { Bundle };

/** An honest bundle has 10 to 12 kB, one log entry and at most one timestamp. The library compares entries pairwise. */
export const BUNDLE_LIMITS = { bytes: 1_000_000, logEntries: 8, timestamps: 8 } as const;

/** Versions 0.1 to 0.3; the library reads later ones as if they were the last that it knows. */
const MEDIA_TYPE = /^application\/vnd\.dev\.sigstore\.bundle(\+json;version=0\.[123]|\.v0\.3\+json)$/;

/**
 * Decodes a bundle: the bytes of its file, or its parsed JSON.
 * @throws Rejected MALFORMED or TOO_LARGE, or whatever error the library has for a malformed one.
 */
export function readBundle(bundle: unknown): Bundle {
  const json = bundle instanceof Uint8Array ? parseBundle(bundle) : bundle;
  const mediaType = textAt(json, 'mediaType');
  if (mediaType === undefined || !MEDIA_TYPE.test(mediaType))
    reject('MALFORMED', `not a Sigstore bundle of version 0.1 to 0.3, got mediaType: ${quote(mediaType)}`);
  const decoded = bundleFromJSON(json);
  const { tlogEntries, timestampVerificationData } = decoded.verificationMaterial;
  cap('log entries', tlogEntries.length, BUNDLE_LIMITS.logEntries);
  cap('timestamps', timestampVerificationData?.rfc3161Timestamps.length ?? 0, BUNDLE_LIMITS.timestamps);
  return decoded;
}

/** Parses the bytes of a bundle file, capped before a parser sees them. */
export function parseBundle(bytes: Uint8Array): unknown {
  cap('bytes', bytes.length, BUNDLE_LIMITS.bytes);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return reject('MALFORMED', 'it is not JSON');
  }
}

function cap(what: string, got: number, most: number): void {
  if (got > most) reject('TOO_LARGE', `the bundle has too many ${what}, got: ${got}, at most ${most} are read`);
}
