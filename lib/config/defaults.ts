/** What a field of `registry.config.ts` is when it is left out. */
import type { ScreeningPolicy } from '../../domain/contracts/screening';
import type { IntakeLimits } from '../../domain/signing/policy';

/** PyPI's own default for a file; the rest is what large real packages stay below, and archive bombs do not. */
export const DEFAULT_LIMITS: IntakeLimits = {
  maxFileBytes: 100_000_000,
  maxFiles: 100,
  maxArchiveEntries: 50_000,
  maxUnpackedBytes: 1_000_000_000,
  maxRatio: 100,
};

/** Chosen by what they find on real histories: docs/watch.md has the numbers. */
export const DEFAULT_SCREENING: Omit<ScreeningPolicy, 'allowNames' | 'scanMinutes'> = {
  rules: {
    'similar-name': 'hold',
    // Nobody signs who is not in the configuration, and that is reviewed.
    'new-signer': 'note',
    silence: 'hold',
    burst: 'note',
    backwards: 'note',
    'install-hook': 'hold',
    'native-code': 'hold',
    'source-changed': 'hold',
    unscanned: 'hold',
  },
  silentDays: 730,
  burstReleases: 5,
  burstHours: 24,
};

/** A small registry: 1 TB a month in responses of 250 KB. */
export const DEFAULT_TRAFFIC = {
  terabytesPerMonth: 1,
  millionRequestsPerMonth: 4,
  hitRatio: 0.9,
  storedGb: 20,
  publishesPerMonth: 50,
} as const;
