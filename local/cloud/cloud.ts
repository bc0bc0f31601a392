/** Starts the local cloud: MiniStack with our additions, on loopback only, in a process group of its own. */
import { mkdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { untilAnswering } from './answering';
import { cloudEnvironment } from './environment';
import type { Processes, Running } from './processes';

const LAUNCHER = join(__dirname, 'ministack_ext');
const START_PATIENCE_SECONDS = 60;

export interface CloudOptions {
  /** Python of the environment that `prepareVenv` made. */
  readonly python: string;
  readonly port: number;
  /** Folder for logs and temporary files. */
  readonly work: string;
  /** Folder that keeps everything for the next start; nothing is kept without. */
  readonly state?: string;
  readonly nodeModules: string;
  /** Enforces IAM, signatures and TLS. @default false */
  readonly strict?: boolean;
}

/** What the local cloud says about itself. */
export interface CloudReport {
  /** Types that are kept but do nothing here. */
  readonly recordOnlyTypes: readonly string[];
  /** The resources of such types in the stacks that were deployed. */
  readonly recordOnly: readonly {
    readonly type: string;
    readonly logicalId: string;
    readonly stack: string;
    readonly physicalId: string;
  }[];
  /** Every type with a handler. */
  readonly handlers: readonly string[];
  /** How many resources of each type were created since the start. */
  readonly created: Readonly<Record<string, number>>;
  /** Properties of created resources that no handler looked at: with a known reason, and without. */
  readonly unread: { readonly unexplained: readonly string[]; readonly allowed: Readonly<Record<string, string>> };
}

export interface Cloud {
  /** e.g. `http://127.0.0.1:4566` */
  readonly endpoint: string;
  /** The certificate that a strict cloud identifies itself with. */
  readonly certificate?: string;
  readonly running: Running;
  report(): Promise<CloudReport>;
  /** Writes what is kept to disk now; otherwise it is written when the cloud stops. */
  save(): Promise<void>;
}

/** @throws Error when the cloud ends or does not answer within a minute, with the end of its log */
export async function startCloud(processes: Processes, options: CloudOptions): Promise<Cloud> {
  const temporary = join(options.work, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const certificate = options.strict ? await makeCertificate(processes, options, temporary) : undefined;
  const env = cloudEnvironment({ ...options, temporary, ...(certificate && { certificate }) }, process.env);
  const running = processes.start({
    ...python(options, [LAUNCHER]),
    name: 'local cloud',
    env,
    log: join(options.work, 'cloud.log'),
  });
  const endpoint = `${certificate ? 'https' : 'http'}://127.0.0.1:${options.port}`;
  const ask = (method: string, path: string) => call(method, `${endpoint}${path}`, certificate);
  await untilAnswering(running, START_PATIENCE_SECONDS, () => ask('GET', '/_ministack/health'));
  return {
    endpoint,
    ...(certificate && { certificate }),
    running,
    report: async () => JSON.parse(await ask('GET', '/_local/report')) as CloudReport,
    save: async () => {
      await ask('POST', '/_local/save');
    },
  };
}

// -B: Python must not write its caches into the checkout.
const python = (options: CloudOptions, args: readonly string[]) => ({ file: options.python, args: ['-B', ...args] });

/** Functions read the certificate when they start, so it has to exist before the cloud does. */
async function makeCertificate(processes: Processes, options: CloudOptions, temporary: string): Promise<string> {
  const script = 'import ministack.core.tls as tls; tls.resolve_tls_material()';
  const certificate = join(temporary, 'ministack-tls', 'server.crt');
  const env = cloudEnvironment({ ...options, temporary, certificate }, process.env);
  await processes.run({
    ...python(options, ['-c', script]),
    name: 'certificate',
    env,
    log: join(options.work, 'certificate.log'),
  });
  return certificate;
}

function call(method: string, url: string, certificate: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { method, timeout: 10_000, ...(certificate && { ca: readFileSync(certificate) }) };
    const request = (certificate ? httpsRequest : httpRequest)(url, options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(parts).toString());
        else reject(new Error(`${method} ${url} answered ${response.statusCode ?? 0}`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${method} ${url} took too long`)));
    request.on('error', reject);
    request.end();
  });
}
