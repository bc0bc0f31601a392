/** Reads back what `marshal.ts` wrote for RubyGems' lists of gems: strings, arrays, and objects as the value inside them. */
export type Plain = string | readonly Plain[];

/** @throws Error for anything else */
export function load(bytes: Buffer): Plain {
  return new Input(bytes).value();
}

class Input {
  private at = 2;
  private readonly symbols: string[] = [];

  constructor(private readonly bytes: Buffer) {}

  value(): Plain {
    const type = this.type();
    if (type === '[') return Array.from({ length: this.integer() }, () => this.value());
    if (type === 'I') return this.text();
    if (type !== 'U') throw new Error(`Marshal type '${type}' at byte ${this.at - 1} is not one that the registry writes here.`);
    this.symbol();
    return this.value();
  }

  private type(): string {
    return String.fromCharCode(this.bytes.readUInt8(this.at++));
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

  /** With its encoding, which is always UTF-8: `"`, bytes, one variable, its name, `T`. */
  private text(): string {
    this.type();
    const text = this.raw();
    this.integer();
    this.symbol();
    this.type();
    return text;
  }

  private symbol(): string {
    if (this.type() === ';') return this.symbols[this.integer()]!;
    const name = this.raw();
    this.symbols.push(name);
    return name;
  }
}
