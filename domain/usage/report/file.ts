import type { Traffic } from '../../cost/workload';
import type { Contribution } from './input';

/** What the configuration says, for the account of a month: a file beside the code that makes it. */
export interface ReportFile {
  readonly registry: string;
  readonly foundation: string;
  /** Where holders can ask. */
  readonly contact: string;
  readonly traffic: Traffic;
  readonly contributions: readonly Contribution[];
}
