import { malformed } from './malformed';

/** Takes bytes off the front, and never beyond the end. */
export class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** How many bytes have been taken. */
  get position(): number {
    return this.at;
  }

  take(length: number): Buffer {
    if (length > this.left) malformed('it ends in the middle');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  uint16(): number {
    return this.take(2).readUInt16BE();
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  rest(): Buffer {
    return this.take(this.left);
  }

  /** A number of any size: two bytes say its length in bits. https://www.rfc-editor.org/rfc/rfc9580.html#section-3.2 */
  mpi(): Buffer {
    return this.take((this.uint16() + 7) >> 3);
  }
}
