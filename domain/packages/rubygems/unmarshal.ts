/** Reads back what `marshal.ts` wrote for RubyGems' lists of gems: strings, arrays, and objects as the value inside them. */
export type Plain = string | readonly Plain[];

export interface Element {
  readonly value: Plain;
  readonly bytes: Buffer;
}

/** The elements of an array. Symbols are written out where they come first, so the bytes of the first element are of no use elsewhere. */
export function elements(bytes: Buffer): Element[] {
  const input = new Input(bytes);
  return input.elements((start) => {
    const value = input.value();
    return { value, bytes: bytes.subarray(start, input.at) };
  });
}

/** Types by their letters; compared as numbers, since a list of all gems has millions of them. */
const [ARRAY, INSTANCE, USER, LINK] = Buffer.from('[IU;') as unknown as [number, number, number, number];

class Input {
  at = 2;
  private readonly symbols: string[] = [];

  constructor(private readonly bytes: Buffer) {}

  elements<T>(read: (start: number) => T): T[] {
    this.expect(ARRAY);
    const length = this.integer();
    const all: T[] = [];
    for (let i = 0; i < length; i++) all.push(read(this.at));
    return all;
  }

  /** @throws Error for a type that is not one of the three */
  value(): Plain {
    const type = this.bytes[this.at];
    if (type === ARRAY) return this.elements(() => this.value());
    if (type === INSTANCE) return this.text();
    this.expect(USER);
    this.symbol();
    return this.value();
  }

  private expect(type: number): void {
    const got = this.bytes.readUInt8(this.at++);
    if (got === type) return;
    throw new Error(
      `Marshal type '${String.fromCharCode(got)}' at byte ${this.at - 1} is not one that the registry writes here.`,
    );
  }

  private integer(): number {
    const first = this.bytes.readInt8(this.at++);
    if (first === 0 || first > 4) return Math.max(first - 5, 0);
    this.at += first;
    return this.bytes.readUIntLE(this.at - first, first);
  }

  private raw(): string {
    const length = this.integer();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  /** With its encoding, which is always UTF-8: `I"`, bytes, one variable, its name, `T`. */
  private text(): string {
    this.at += 2;
    const text = this.raw();
    this.integer();
    this.symbol();
    this.at++;
    return text;
  }

  private symbol(): string {
    if (this.bytes[this.at++] === LINK) return this.symbols[this.integer()]!;
    const name = this.raw();
    this.symbols.push(name);
    return name;
  }
}
