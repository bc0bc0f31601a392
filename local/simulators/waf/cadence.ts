/** How promptly the web ACL reacts. */

export interface Cadence {
  /** Milliseconds between two looks of a rate-based rule at its counts; 0: at every request, with that request counted. */
  readonly checkEveryMs: number;
  /** Milliseconds by which a look may lag behind, as each counted instance has it; see WAF-R3. */
  readonly lagMs: number;
  /** Milliseconds until a changed IP set or rule group holds, at most. */
  readonly propagationMs: number;
}

/** Stricter than AWS: over a limit of 20 the 21st request is the first one limited. Tests and demonstrations need no patience. */
const PRECISE: Cadence = { checkEveryMs: 0, lagMs: 0, propagationMs: 0 };

/** As AWS documents itself (WAF-R1 to WAF-R3, WAF-R16, WAF-E6): limits begin 10 to 30 seconds late and end as late. */
const REALISTIC: Cadence = { checkEveryMs: 10_000, lagMs: 20_000, propagationMs: 60_000 };

export const CADENCES = { precise: PRECISE, realistic: REALISTIC } as const;
export type WafMode = keyof typeof CADENCES;

export const isWafMode = (text: string): text is WafMode => Object.hasOwn(CADENCES, text);

/** A share from 0 to 1 of a delay, always the same for the same name: no run differs from the one before. FNV-1a, well mixed. */
export function shareOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
