/** What a release is held up for by a person's judgement: the rules, what may be done about each, and what a finding is. */

/** Every rule by which a release is screened, with what it means. `docs/watch.md` has a chapter for each. */
export const RULES = {
  'similar-name': 'A new project is called almost like one of another publisher.',
  'new-signer': 'Nobody who signed this release has signed any release of the project before.',
  silence: 'The project has been silent for long.',
  burst: 'The project has many releases in a short time.',
  backwards: 'The version comes before another one of the same line that is released already.',
  'install-hook': 'The package runs code when it is installed, and the releases before did not.',
  'native-code': 'The package holds compiled code, and the releases before did not.',
  'source-changed': 'The release was built from another source repository than the ones before.',
  unscanned: 'The malware scanner could not look into a file.',
} as const satisfies Record<string, string>;

export type RuleName = keyof typeof RULES;
export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** `note`: a line in the log, and in the ledger. `hold`: a person decides. `refuse`: as if it were forbidden. */
export const MODES = ['note', 'hold', 'refuse'] as const;
export type Mode = (typeof MODES)[number];

/** One sign, found on one release. */
export interface Finding {
  readonly rule: RuleName;
  readonly mode: Mode;
  /** One sentence: what was got, and what there was before. */
  readonly reason: string;
}

export interface WatchLimits {
  /** A project is silent after so many days without a release. */
  readonly silentDays: number;
  /** More releases than this within `burstHours` are a burst. */
  readonly burstReleases: number;
  readonly burstHours: number;
}

/** Part of the intake's policy. */
export interface ScreeningPolicy extends WatchLimits {
  readonly rules: Readonly<Record<RuleName, Mode>>;
  /** `<ecosystem>/<project>`: names that somebody has looked at and found well. */
  readonly allowNames: readonly string[];
  /** Whether promotion waits for the verdict of a malware scanner, and for how many minutes. @default - it does not */
  readonly scanMinutes?: number;
}
