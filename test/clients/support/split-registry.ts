/**
 * A registry whose delivery is split, in memory: what the intake publishes is served by the local edge's distributions, each on a port
 * of its own, and all that passes is kept. No cloud: what matters here is between clients, their hosts and a bucket.
 */
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Command } from '../../../domain/contracts/release';
import { issueToken, readBook } from '../../../domain/tiers/token-book';
import type { MemoryEdgeStore } from '../../../functions/shared/memory/edge-store';
import { createEdge, type Edge } from '../../../local/app';
import type { EdgeModel } from '../../../local/assembly/model';
import { type EdgeRequest, type HeaderList, header } from '../../../local/http';
import { type Listening, listen } from '../../../local/listen';
import type { KeyValueStore } from '../../../local/ports';
import type { Bucket, BucketRequest } from '../../../local/simulators/s3-origin/s3-origin';
import { command, type Deployment, deliver, type Message, newRegistry, type Of, upload } from '../../faults/registry';
import { POLICY } from '../../functions/intake/bench';
import type { Archive } from '../../helpers/pypi-archives';

/** In the order of the template's distributions. */
export const HOSTS = ['index', 'files', 'files2'] as const;
export type HostName = (typeof HOSTS)[number];

/** One request as it came to a host, and what it was answered. */
export interface Seen {
  readonly host: HostName;
  readonly path: string;
  readonly status: number;
  /** Whatever could be a secret: the request's credentials as sent. */
  readonly authorization: string | undefined;
  /** `Hit from cloudfront` and the like. */
  readonly xCache: string | undefined;
  /** Where a redirect leads. */
  readonly location: string | undefined;
}

const DAY = 86_400;

export class SplitRegistry {
  readonly seen: Seen[] = [];
  /** What the bucket was asked. */
  readonly asked: BucketRequest[] = [];
  private readonly registry = newRegistry(HOSTS.length - 1);
  private readonly logs: Buffer[] = [];
  private readonly listeners = new Map<HostName, Listening>();
  private edge: Edge | undefined;
  private steps = 0;

  constructor(
    /** Its distributions are {@link HOSTS}. */
    private readonly model: EdgeModel,
    private readonly projects: readonly Of[],
  ) {}

  async open(): Promise<void> {
    this.edge = createEdge(this.model, {
      clock: Date.now,
      random: randomBytes,
      bucket: () => this.bucket,
      keyValueStore: (arn) => this.storeAt(arn),
      ipSets: () => [],
      ruleGroups: () => [],
      putLog: (_bucket, _key, body) => Promise.resolve(void this.logs.push(body)),
      log: (line) => {
        throw new Error(line);
      },
    });
    for (const host of HOSTS)
      this.listeners.set(host, await listen((request) => this.answer(host, request), { port: 0, log: fail }));
  }

  async close(): Promise<void> {
    for (const listener of this.listeners.values()) await listener.close();
  }

  url(host: HostName): string {
    return this.listeners.get(host)!.url;
  }

  async publish(of: Of, version: string, files: readonly Archive[]): Promise<void> {
    await this.work(await upload(this.registry, of, version, files, this.now()));
  }

  async command(asked: Partial<Command> & Of): Promise<void> {
    await this.work(await command(this.registry, asked, this.now()));
  }

  /** A token that the index host's edge knows. */
  token(tier: string, holder: string): string {
    const [{ entries }] = this.registry.edges;
    const now = new Date();
    const expires = Math.floor(now.getTime() / 1000) + DAY;
    const newSecret = () => randomBytes(32).toString('base64url');
    const { token, changes } = issueToken(readBook(entries), { tier, holder, expires, now, newSecret });
    for (const [key, value] of changes) {
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    return token;
  }

  /** Lines of all distributions' access logs so far. */
  async logLines(): Promise<string[]> {
    await this.edge!.flushLogs();
    return this.logs.flatMap((body) => gunzipSync(body).toString().trim().split('\n'));
  }

  /** Clears what is kept of requests. @returns what came since the last time */
  take(): Seen[] {
    return this.seen.splice(0);
  }

  private now(): { minute: number; deployment: Deployment } {
    const projects = this.projects.map((of) => ({ ...POLICY.projects[0]!, ...of }));
    const policy = { ...POLICY, ecosystems: [...new Set(projects.map(({ ecosystem }) => ecosystem))], projects };
    const urls = { publicUrl: this.url('index'), filesUrls: HOSTS.slice(1).map((host) => this.url(host)) };
    return { minute: this.steps++, deployment: { policy, generations: [1], ...urls } };
  }

  /** Works a message off, and all that follows from it. */
  private async work(message: Message): Promise<void> {
    const { invalidations, invalidators } = this.registry;
    const failed = await deliver(this.registry, message);
    const bodies = invalidations.messages.splice(0).map((each) => JSON.stringify(each));
    if (bodies.length > 0) failed.push(...(await deliver(this.registry, { ...message, queue: 'invalidations', bodies })));
    if (failed.length > 0) throw new Error(`The intake put messages back: ${failed.join(', ')}`);
    for (const [i, invalidator] of [invalidators.index, ...invalidators.files].entries())
      for (const { tags } of invalidator.requests.splice(0))
        this.edge!.invalidate(
          this.model.distributions[i]!.id,
          tags.map((tag) => `#${tag}`),
        );
  }

  private async answer(host: HostName, request: EdgeRequest): ReturnType<Edge['handle']> {
    // By loopback's name the local edge knows one distribution only.
    const others = request.headers.filter(([name]) => name.toLowerCase() !== 'host');
    const own: HeaderList =
      host === 'index' ? request.headers : [...others, ['Host', this.model.distributions[HOSTS.indexOf(host)]!.domainName]];
    const response = await this.edge!.handle({ ...request, headers: own });
    this.seen.push({
      host,
      path: request.path,
      status: response.status,
      authorization: header(request.headers, 'authorization'),
      xCache: header(response.headers, 'x-cache'),
      location: header(response.headers, 'location'),
    });
    return response;
  }

  private readonly bucket: Bucket = (request) => {
    this.asked.push(request);
    const object = this.registry.packages.current(request.key);
    if (!object) return Promise.resolve({ status: 404, headers: [], body: Buffer.alloc(0) });
    const { body, contentType, contentEncoding, cacheControl, metadata = {} } = object;
    const headers: [string, string][] = [
      ['Content-Type', contentType],
      ['Content-Length', String(body.length)],
      ...(contentEncoding === undefined ? [] : ([['Content-Encoding', contentEncoding]] as [string, string][])),
      ...(cacheControl === undefined ? [] : ([['Cache-Control', cacheControl]] as [string, string][])),
      ...Object.entries(metadata).map(([name, value]): [string, string] => [`x-amz-meta-${name}`, value]),
    ];
    return Promise.resolve({ status: 200, headers, body: request.method === 'HEAD' ? Buffer.alloc(0) : body });
  };

  private storeAt(arn: string): KeyValueStore {
    const at = this.model.distributions.findIndex(({ behaviours }) =>
      behaviours.some(({ viewerRequest }) => viewerRequest?.keyValueStoreArn === arn),
    );
    const { entries } = this.registry.edges[at] as MemoryEdgeStore;
    return {
      get: (key) => Promise.resolve(entries.get(key)),
      meta: () => Promise.resolve({ creationDateTime: '', lastUpdatedDateTime: '', keyCount: entries.size }),
    };
  }
}

function fail(line: string): never {
  throw new Error(line);
}
