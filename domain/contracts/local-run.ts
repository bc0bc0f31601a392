/** What `npm start` keeps below the checkout, and how others find a registry that runs there. */

/** Everything a local run writes; never committed. */
export const LOCAL_DIR = '.local';
/** {@link LocalRun} while a local registry is up; removed when it stops. */
export const RUN_FILE = `${LOCAL_DIR}/run.json`;
/** Keys and trusted root of the local test authority: it stands in for the public Sigstore instance, and only here. */
export const AUTHORITY_DIR = `${LOCAL_DIR}/authority`;
export const TRUSTED_ROOT_FILE = `${AUTHORITY_DIR}/trusted_root.json`;
/** The CDK context key by which a synth takes another trusted root than the public one: the path of its JSON. */
export const TRUSTED_ROOT_CONTEXT = 'trustedRoot';
/**
 * The CDK context key by which documents that need absolute URLs (npm, Composer, cargo) lead elsewhere than to the distribution: to the
 * local edge.
 */
export const PUBLIC_URL_CONTEXT = 'publicUrl';

/** The account and region that the local cloud plays. */
export const LOCAL_ACCOUNT = '000000000000';
export const LOCAL_REGION = 'us-east-1';
/** Credentials that the local cloud takes as the account's own; they open nothing else. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/** A running local registry. */
export interface LocalRun {
  readonly schema: 1;
  /** Process that started it and stops it. */
  readonly pid: number;
  /** The local cloud, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** Name of the deployed stack. */
  readonly stack: string;
  /** The stack's outputs, by the names of `domain/contracts/outputs.ts`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The local edge, without a trailing slash, e.g. `http://127.0.0.1:8080`. */
  readonly edgeUrl: string;
  /** The local edge's admin page. */
  readonly adminUrl: string;
  /** Folder of the local test authority. */
  readonly authorityDir: string;
}
