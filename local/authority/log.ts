import { initializeTLog } from '@sigstore/mock/dist/rekor';
import type { LogEntryJson } from './bundle-json';
import { base64, sha256 } from './encoding';
import type { AuthorityKeys } from './keys';
import { LOG_HOST } from './trusted-root';

/** What a log records about one signature, in the words of Rekor v1 and v2. */
export interface LogBody {
  readonly kind: 'hashedrekord' | 'dsse';
  readonly v1: object;
  readonly v2: object;
}

/** The mock's answer: Rekor v1's API, whose types it takes from a package it does not install. */
interface RekorEntry {
  readonly logIndex: number;
  readonly logID: string;
  readonly integratedTime: number;
  readonly body: string;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: { logIndex: number; rootHash: string; treeSize: number; checkpoint: string };
  };
}

/** Logs an entry with signed promise, time and proof. */
export async function logV1(keys: AuthorityKeys, { kind, v1 }: LogBody, at: Date): Promise<LogEntryJson> {
  const log = await initializeTLog(`https://${LOG_HOST}`, keys.log, at);
  const [entry] = Object.values((await log.log(v1)) as unknown as Record<string, RekorEntry>);
  const { signedEntryTimestamp, inclusionProof: proof } = entry!.verification;
  return {
    logIndex: String(entry!.logIndex),
    logId: { keyId: hexToBase64(entry!.logID) },
    kindVersion: { kind, version: '0.0.1' },
    integratedTime: String(entry!.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: hexToBase64(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: [],
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry!.body,
  };
}

/** Logs an entry with proof only, as Rekor v2 does: its bundles need an RFC 3161 timestamp. */
export async function logV2(keys: AuthorityKeys, { v2 }: LogBody, at: Date): Promise<LogEntryJson> {
  const log = await initializeTLog(`https://${LOG_HOST}`, keys.log, at);
  const entry = await log.logV2(v2 as Parameters<typeof log.logV2>[0]);
  return {
    logIndex: '0',
    logId: { keyId: base64(entry.logId!.keyId) },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    inclusionProof: {
      logIndex: '0',
      // The mock's own root hash is wrong: it reads hexadecimal as base64.
      rootHash: base64(sha256(Buffer.concat([Buffer.from([0]), entry.canonicalizedBody]))),
      treeSize: entry.inclusionProof!.treeSize,
      hashes: [],
      checkpoint: { envelope: entry.inclusionProof!.checkpoint!.envelope },
    },
    canonicalizedBody: base64(entry.canonicalizedBody),
  };
}

const hexToBase64 = (hex: string): string => base64(Buffer.from(hex, 'hex'));
