/** Environments: what the local cloud runs with, and what makes an AWS client talk to it and to nothing else. */
import { devNull } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../domain/contracts/local-run';

export type Environment = Readonly<Record<string, string>>;

/** Of the caller's environment, what every program needs: nothing of AWS, Node, Python or CDK comes along. */
const BASICS = ['HOME', 'LANG', 'LC_ALL', 'TZ', 'SSL_CERT_DIR'];

const pick = (from: NodeJS.ProcessEnv, names: readonly string[]): Environment =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

/** The node that runs this comes first, so that Lambda functions run on the same one. */
const path = (from: NodeJS.ProcessEnv): string => [dirname(process.execPath), from.PATH ?? ''].join(delimiter);

const NO_AWS_FILES = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_EC2_METADATA_DISABLED: 'true' };

export interface CloudEnvironment {
  readonly port: number;
  /** Folder for sockets, certificates and unpacked functions. */
  readonly temporary: string;
  /** Folder that keeps everything for the next start; nothing is kept without. */
  readonly state?: string;
  /** Where modules are that CDK's own functions expect of the runtime. */
  readonly nodeModules: string;
  /** Enforces IAM and signatures, over TLS with this certificate. */
  readonly certificate?: string;
}

/**
 * For the local cloud itself. Every Lambda function inherits it, so it is small; it must not hold `AWS_ENDPOINT_URL`, which would
 * win over what the cloud tells its functions.
 */
export const cloudEnvironment = (options: CloudEnvironment, from: NodeJS.ProcessEnv): Environment => ({
  ...pick(from, BASICS),
  ...NO_AWS_FILES,
  PATH: path(from),
  TMPDIR: options.temporary,
  NODE_PATH: options.nodeModules,
  MINISTACK_ACCOUNT_ID: LOCAL_ACCOUNT,
  MINISTACK_REGION: LOCAL_REGION,
  MINISTACK_HOST: '127.0.0.1',
  BIND_HOST: '127.0.0.1',
  GATEWAY_PORT: String(options.port),
  LAMBDA_EXECUTOR: 'local',
  // Listeners of services that the registry does not use.
  IOT_MTLS_ENABLED: '0',
  SFTP_ENABLED: '0',
  ...(options.state && {
    PERSIST_STATE: '1',
    STATE_DIR: join(options.state, 'services'),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(options.state, 'objects'),
  }),
  ...(options.certificate && { AUTH: 'true', USE_SSL: '1', SSL_CERT_FILE: options.certificate }),
});

/** For programs that should talk to the local cloud. Without `endpoint` they can talk to no cloud at all. */
export const clientEnvironment = (
  options: { readonly endpoint?: string; readonly certificate?: string; readonly cdkHome: string },
  from: NodeJS.ProcessEnv,
): Environment => ({
  ...pick(from, [...BASICS, 'TMPDIR']),
  ...NO_AWS_FILES,
  PATH: path(from),
  // The CDK CLI remembers which account a key belongs to; `test` must not be remembered for anybody else.
  CDK_HOME: options.cdkHome,
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_REGION: LOCAL_REGION,
  AWS_DEFAULT_REGION: LOCAL_REGION,
  ...(options.endpoint && {
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
  }),
  ...(options.certificate && { NODE_EXTRA_CA_CERTS: options.certificate, AWS_CA_BUNDLE: options.certificate }),
});
