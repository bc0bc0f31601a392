import type { Traffic } from '../../cost/workload';
import type { FairUseSettings } from '../fair-use/settings';
import type { Contribution } from './input';

/** What the configuration says, for the account of a month and for fair use: a file beside the code that makes both. */
export interface ReportFile {
  readonly registry: string;
  readonly foundation: string;
  /** Where holders can ask. */
  readonly contact: string;
  readonly traffic: Traffic;
  readonly contributions: readonly Contribution[];
  readonly fairUse: FairUseSettings;
}
