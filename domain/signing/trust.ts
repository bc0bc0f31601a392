import { TrustedRoot } from '@sigstore/protobuf-specs';
import { type TrustMaterial, toTrustMaterial } from '@sigstore/verify';
import { at } from './bytes';
import type { SigningPolicy } from './policy';
import { Rejected, reject } from './rejected';

export type { TrustMaterial };

/** What each Sigstore instance is verified with. */
export interface Trusts {
  readonly default: TrustMaterial;
  /** Further ones, by name. @default none */
  readonly instances?: Readonly<Record<string, TrustMaterial>>;
}

/** @throws Rejected TRUST_ROOT */
export const loadTrusts = ({ trustedRoot, instances = {} }: Pick<SigningPolicy, 'trustedRoot' | 'instances'>): Trusts => ({
  default: loadTrust(trustedRoot),
  instances: Object.fromEntries(Object.entries(instances).map(([name, root]) => [name, loadTrust(root)])),
});

const MEDIA_TYPE = /^application\/vnd\.dev\.sigstore\.trustedroot(\+json;version=0\.[12]|\.v0\.[12]\+json)$/;

/**
 * Reads a Sigstore trusted root (JSON). Refuses one whose validity periods have no start: the schema demands it, while the
 * library takes a missing one as "always valid".
 * @throws Rejected TRUST_ROOT
 */
export function loadTrust(json: unknown): TrustMaterial {
  try {
    const root = TrustedRoot.fromJSON(json);
    if (!MEDIA_TYPE.test(root.mediaType))
      reject('TRUST_ROOT', `not a Sigstore trusted root, got mediaType: ${JSON.stringify(root.mediaType)}`);
    for (const log of [...root.tlogs, ...root.ctlogs]) checkStart(`log ${log.baseUrl}`, log.publicKey?.validFor?.start);
    for (const ca of [...root.certificateAuthorities, ...root.timestampAuthorities])
      checkStart(`authority ${ca.uri}`, ca.validFor?.start);
    return toTrustMaterial(root);
  } catch (error) {
    if (error instanceof Rejected) throw error;
    throw new Rejected(
      'TRUST_ROOT',
      `the trusted root cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      undefined,
      error,
    );
  }
}

function checkStart(name: string, start: Date | undefined): void {
  if (!start || Number.isNaN(start.getTime()))
    reject('TRUST_ROOT', `${name}: validFor.start is missing; take a complete trusted root`);
}

/** The newest `validFor.start` of a trusted root: by its age an operator sees that a new log shard may be missing. */
export function newestStart(json: unknown): string | undefined {
  const starts = ['tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities'].flatMap((list) => {
    const entries = at(json, list);
    return Array.isArray(entries)
      ? entries.map((entry: unknown) => at(entry, 'publicKey', 'validFor', 'start') ?? at(entry, 'validFor', 'start'))
      : [];
  });
  return starts
    .filter((start) => typeof start === 'string')
    .sort()
    .at(-1);
}
