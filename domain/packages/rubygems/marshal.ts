/**
 * Ruby's Marshal format 4.8, as much of it as RubyGems' index needs. https://docs.ruby-lang.org/en/3.4/marshal_rdoc.html
 * Objects are never shared by link (`@`): Ruby reads them without, and every element has the same bytes wherever it stands.
 */

/** Writes one value. */
export type Value = (out: Output) => void;

class Output {
  private readonly chunks: Buffer[] = [Buffer.from([4, 8])];
  private readonly symbols = new Map<string, number>();

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  type(letter: string): void {
    this.chunks.push(Buffer.from(letter));
  }

  /** @param value 0 or more: lengths, counts and small numbers are all that is written. */
  integer(value: number): void {
    if (value < 123) {
      this.chunks.push(Buffer.from([value === 0 ? 0 : value + 5]));
      return;
    }
    const digits: number[] = [];
    for (let rest = value; rest > 0; rest >>>= 8) digits.push(rest & 0xff);
    this.chunks.push(Buffer.from([digits.length, ...digits]));
  }

  raw(bytes: Buffer): void {
    this.integer(bytes.length);
    this.chunks.push(bytes);
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
    this.raw(Buffer.from(name));
  }
}

export function dump(value: Value): Buffer {
  const out = new Output();
  value(out);
  return out.bytes();
}

export const nil: Value = (out) => out.type('0');
export const boolean =
  (value: boolean): Value =>
  (out) =>
    out.type(value ? 'T' : 'F');
export const integer =
  (value: number): Value =>
  (out) => {
    out.type('i');
    out.integer(value);
  };
export const symbol =
  (name: string): Value =>
  (out) =>
    out.symbol(name);

/** A string in UTF-8: Ruby keeps the encoding as a variable `E` of the string. */
export const string =
  (value: string): Value =>
  (out) => {
    out.type('I"');
    out.raw(Buffer.from(value));
    out.integer(1);
    out.symbol('E');
    out.type('T');
  };

export const array =
  (values: readonly Value[]): Value =>
  (out) => {
    out.type('[');
    out.integer(values.length);
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
