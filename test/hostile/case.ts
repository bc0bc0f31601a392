import type { RefusalCode } from '../../domain/contracts/refusals';
import type { Verdict } from '../../domain/contracts/release';
import type { SigningPolicy } from '../../domain/signing';
import type { Intake } from '../../functions/lambda/intake/intake';
import type { Bench } from '../functions/intake/bench';
import type { Upload, World } from './world';

/** An upload that must be refused, for this reason and no other. */
export interface HostileCase {
  readonly name: string;
  readonly code: RefusalCode;
  /** Words of the sentence that show that it is refused for its own cause. */
  readonly says: string | RegExp;
  readonly upload: (world: World) => Promise<Upload>;
  /** Changes the configuration. */
  readonly policy?: (policy: SigningPolicy) => SigningPolicy;
  /** Stands in for parts of the intake. */
  readonly intake?: Partial<Intake>;
  /** What happened before. */
  readonly before?: (bench: Bench, world: World) => Promise<void>;
  /** Decides. @default - the intake, when the upload is there */
  readonly decide?: (bench: Bench, upload: Upload) => Promise<Verdict>;
}
