/** The file by which a running local cloud says where it is; written by `npm start`, read by the command line's `--local`. */
export const LOCAL_RUN_FILE = '.local/run.json';

/** Content of {@link LOCAL_RUN_FILE}. URLs have no trailing slash. */
export interface LocalRun {
  /** Endpoint of every AWS service, e.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** The local edge: what CloudFront's domain is on AWS, e.g. `http://127.0.0.1:8080`. */
  readonly edgeUrl: string;
  readonly adminUrl: string;
  /** Name of the deployed stack, e.g. `example-registry`. */
  readonly stack: string;
  readonly region: string;
}
