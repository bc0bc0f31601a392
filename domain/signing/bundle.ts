import { type Bundle, bundleFromJSON } from '@sigstore/bundle';
import { reject } from './rejected';

export type { Bundle };

/** An honest bundle has 10 to 12 kB, one log entry and at most one timestamp. The library compares entries pairwise. */
export const BUNDLE_LIMITS = { bytes: 1_000_000, logEntries: 8, timestamps: 8 } as const;

/**
 * Decodes a bundle: the bytes of its file, or its parsed JSON.
 * @throws Rejected TOO_LARGE, or whatever error the library has for a malformed one.
 */
export function readBundle(bundle: unknown): Bundle {
  const decoded = bundleFromJSON(bundle instanceof Uint8Array ? parseBundle(bundle) : bundle);
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
