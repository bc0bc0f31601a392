/**
 * Ruby's Marshal format 4.8, as much of it as RubyGems' index needs. https://docs.ruby-lang.org/en/3.4/marshal_rdoc.html
 * Objects are never shared by link (`@`): Ruby reads them without, and every element has the same bytes wherever it stands.
 */

/** Writes one value. */
export type Value = (out: Output) => void;

class Output {
  /** Grows by doubling: a list of all gems has millions of small parts. */
  private buffer = Buffer.from([4, 8]);
  private length = 2;
  private readonly symbols = new Map<string, number>();

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** Letters, each a byte. */
  type(letters: string): void {
    this.reserve(letters.length);
    this.length += this.buffer.write(letters, this.length, 'latin1');
  }

  /** @param value 0 or more: lengths, counts and small numbers are all that is written. */
  integer(value: number): void {
    if (value < 123) {
      this.byte(value === 0 ? 0 : value + 5);
      return;
    }
    const size = value < 2 ** 8 ? 1 : value < 2 ** 16 ? 2 : value < 2 ** 24 ? 3 : 4;
    this.byte(size);
    this.reserve(size);
    this.length = this.buffer.writeUIntLE(value, this.length, size);
  }

  raw(bytes: Buffer): void {
    this.integer(bytes.length);
    this.reserve(bytes.length);
    this.length += bytes.copy(this.buffer, this.length);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.integer(size);
    this.reserve(size);
    this.length += this.buffer.write(value, this.length);
  }

  private byte(value: number): void {
    this.reserve(1);
    this.length = this.buffer.writeUInt8(value, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    this.buffer = Buffer.concat([this.buffer], Math.max(2 * this.buffer.length, this.length + more));
  }

  /** Written out once, referred to by number from then on. */
  symbol(name: string): void {
    const known = this.symbols.get(name);
    this.type(known === undefined ? ':' : ';');
    if (known !== undefined) {
      this.integer(known);
      return;
    }
    this.symbols.set(name, this.symbols.size);
    this.text(name);
  }
}

export function dump(value: Value): Buffer {
  const out = new Output();
  value(out);
  return out.bytes();
}

export const nil: Value = (out) => {
  out.type('0');
};
export const boolean =
  (value: boolean): Value =>
  (out) => {
    out.type(value ? 'T' : 'F');
  };
export const integer =
  (value: number): Value =>
  (out) => {
    out.type('i');
    out.integer(value);
  };
export const symbol =
  (name: string): Value =>
  (out) => {
    out.symbol(name);
  };

/** A string in UTF-8: Ruby keeps the encoding as a variable `E` of the string. */
export const string =
  (value: string): Value =>
  (out) => {
    out.type('I"');
    out.text(value);
    out.integer(1);
    out.symbol('E');
    out.type('T');
  };

/** What stands before the elements of an array. */
export const arrayStart =
  (length: number): Value =>
  (out) => {
    out.type('[');
    out.integer(length);
  };

export const array =
  (values: readonly Value[]): Value =>
  (out) => {
    arrayStart(values.length)(out);
    for (const value of values) value(out);
  };

export const hash =
  (entries: readonly (readonly [Value, Value])[]): Value =>
  (out) => {
    out.type('{');
    out.integer(entries.length);
    for (const value of entries.flat()) value(out);
  };

/** An object with its instance variables, `@` included. */
export const object =
  (className: string, variables: Readonly<Record<string, Value>>): Value =>
  (out) => {
    out.type('o');
    out.symbol(className);
    const entries = Object.entries(variables);
    out.integer(entries.length);
    for (const [name, value] of entries) {
      out.symbol(name);
      value(out);
    }
  };

/** An object of a class with `marshal_load`. */
export const custom =
  (className: string, value: Value): Value =>
  (out) => {
    out.type('U');
    out.symbol(className);
    value(out);
  };

/** An object of a class with `_load`, which gets the bytes. */
export const customBytes =
  (className: string, bytes: Buffer): Value =>
  (out) => {
    out.type('u');
    out.symbol(className);
    out.raw(bytes);
  };
