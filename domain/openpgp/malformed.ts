/** Something that is not OpenPGP, or of a kind that is not read here; `message` is half a sentence for whoever made it. */
export class Malformed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Malformed';
  }
}

export function malformed(message: string): never {
  throw new Malformed(message);
}
