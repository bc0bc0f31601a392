/** The ecosystems that are enabled, and the registry's own documents. */
export let ecosystems: readonly EdgeEcosystem[];

/** The bundler's entry says them, once, before the first request: passing them on with each request would cost an `await` more. */
export function setEcosystems(to: readonly EdgeEcosystem[]): void {
  ecosystems = to;
}

/** Named once: a property of a global is never shortened. */
export const stringify = JSON.stringify;

/** Media types of errors: https://www.rfc-editor.org/rfc/rfc9457, and what Composer reads. */
export const PROBLEM_TYPE = 'application/problem+json';
export const JSON_TYPE = 'application/json';

/** One ecosystem's part of the URL space. */
export interface EdgeEcosystem {
  /** First segment of its paths. */
  readonly segment: string;
  /** The ecosystem's name in keys and in the log, where its paths begin with another word. */
  readonly ecosystem?: string;
  /** The path below `/<segment>` that may be posted to; the answer is an empty JSON object. */
  readonly post?: string;
  /** Media type of errors for clients that show a JSON document. @default - errors are plain text */
  readonly problem?: string;
  /** All paths below `/<segment>`, those of signatures left out: a file's `<path>.sigstore.json` exists wherever `<path>` does. */
  readonly paths: RegExp;
  /**
   * What a match of `paths` means; undefined: there is nothing.
   * @param tierUrl absolute URL of the tier's prefix that the request came below, '' when it came below none
   */
  found(match: RegExpExecArray, accept: string, tierUrl: string): Found | undefined;
}

/** One of `place`, `redirect` and `json`. */
export interface Found {
  /** Key of the object, after `files/<ecosystem>` or `index/<ecosystem>`. */
  readonly place?: string;
  /** Truthy: it is an immutable file. */
  readonly file?: boolean | string | undefined;
  /** The canonical path, below `/<segment>`. */
  readonly redirect?: string;
  /** The answer itself, when not empty. */
  readonly json?: string;
  readonly project?: string | undefined;
}

/** {@link Found}, with the whole key. */
export interface Route extends Found {
  readonly key: string;
}

/** A header as the event has it: `multiValue` when it came several times. */
export interface Header {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}
