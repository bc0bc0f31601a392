import { Refusal } from '../../contracts/refusals';
import type { ArchiveLimits } from '../ecosystem';

/** Below this, ratios say nothing: an empty tar archive is 10 KiB of zeros. Bytes. */
const RATIO_FLOOR = 1024 * 1024;

/** Counts what an archive expands to and refuses it as soon as it exceeds a limit, before more is unpacked. */
export class Budget {
  private entries = 0;
  private bytes = 0;

  /** @param packed size of the archive, bytes */
  constructor(
    private readonly packed: number,
    private readonly limits: ArchiveLimits,
  ) {}

  addEntry(): void {
    this.entries += 1;
    this.hold('entries', this.entries, this.limits.maxEntries);
  }

  addBytes(count: number): void {
    this.bytes += count;
    this.hold('unpacked bytes', this.bytes, this.limits.maxUnpackedBytes);
    if (this.bytes > RATIO_FLOOR) {
      this.hold('unpacked bytes for each packed byte', Math.ceil(this.bytes / this.packed), this.limits.maxRatio);
    }
  }

  private hold(what: string, got: number, most: number): void {
    if (got <= most) return;
    throw new Refusal(
      'ARCHIVE_BOMB',
      `The archive expands too far, got: ${got} ${what} or more, at most ${most} are allowed; make it smaller or ask the operator to raise 'limits' in registry.config.ts.`,
    );
  }
}
