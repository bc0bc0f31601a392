import type { Processes } from '../cloud/processes';
import type { Layout } from './layout';
import type { Options } from './options';
import type { Progress } from './progress';

/** What every step of a start works with. */
export interface Context {
  readonly processes: Processes;
  readonly layout: Layout;
  readonly options: Options;
  readonly progress: Progress;
}
