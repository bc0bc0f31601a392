/** What the commands need of the world outside, so that tests can give it to them. */
import type { Place } from './place';

/** Objects of the staging bucket. */
export interface UploadStore {
  /** Creates an object; never replaces one. `exists` when there is one of this key. */
  create(key: string, body: Buffer, contentType: string): Promise<'created' | 'exists'>;
  read(key: string): Promise<Buffer>;
  /** Every object whose key begins with `prefix`, by key. */
  list(prefix: string): Promise<readonly StoredObject[]>;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly modified: Date;
}

/** A registry that was found. */
export interface Registry {
  readonly store: UploadStore;
  /** Its address, without a trailing slash; undefined when nobody said. */
  readonly url?: string;
  /** Projects with releases, as segments of keys. Absent when the records cannot be found. */
  readonly projects?: (ecosystem: string) => Promise<string[]>;
}

/** Whom a bundle of the test authority speaks for. */
export interface TestIdentity {
  readonly identity: string;
  readonly issuer: string;
}

/** Signs one file as a publisher would; gives the bundle. */
export type SignFile = (name: string, bytes: Buffer, who: TestIdentity) => Promise<object>;

export interface World {
  /** Writes lines to standard output, or to standard error. */
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  /** Shows one line in place of the last one, on terminals only; '' takes it away. */
  readonly progress: (line: string) => void;
  /** Name of the person at the terminal. */
  readonly user: string;
  readonly clock: () => Date;
  readonly randomBytes: (count: number) => Buffer;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly connect: (place: Place) => Promise<Registry>;
  /** Opens the test authority of a folder, or makes one there. */
  readonly openAuthority: (directory: string) => Promise<SignFile>;
}
