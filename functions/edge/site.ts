/** What the bundler writes into the function: the registry it speaks for and the ecosystems that are enabled. */
export interface Site {
  readonly registry: string;
  /** Where a person asks for a token: a mail address or a URL. */
  readonly contact: string;
  readonly ecosystems: readonly EdgeEcosystem[];
}

/** One ecosystem's part of the URL space. */
export interface EdgeEcosystem {
  /** First segment of its paths. */
  readonly name: string;
  /** The ecosystem's name in the log, where its paths begin with another word. */
  readonly loggedAs?: string;
  /** The path below `/<name>` that may be posted to, and that `route` answers with `json`. */
  readonly post?: string;
  /**
   * Decides about a path below `/<name>`; undefined: there is nothing.
   * @param tierUrl absolute URL of the tier's prefix that the request came below, '' when it came below none
   */
  route(path: string, accept: string, tierUrl: string): Route | undefined;
}

/** One of `key` (serve this object), `redirect` (the canonical path, below the registry's root) and `json` (answer with this text). */
export interface Route {
  readonly key?: string;
  readonly redirect?: string;
  readonly json?: string;
  readonly project?: string;
}
