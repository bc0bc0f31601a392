/**
 * One ecosystem's module behind the edge function, on a loopback port and without the rest of the registry: what a real client makes of
 * its documents. What is published goes the intake's way (names, reading, rendering); keys are the stored objects' own.
 */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inMemory } from '../../../domain/contracts/byte-source';
import type { ListedRelease, ReleaseStatus, SignedText } from '../../../domain/contracts/release';
import type { Ecosystem, PublicObject, ReleaseName } from '../../../domain/packages/ecosystem';
import type { EcosystemName } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { keyFingerprint } from '../../../domain/signing/fingerprint';
import { ask } from '../../functions/edge/harness';
import type { Archive } from '../../helpers/pypi-archives';

const LIMITS = { maxEntries: 10_000, maxUnpackedBytes: 500_000_000, maxRatio: 200 };
const digest = (algorithm: string, body: Buffer): string => createHash(algorithm).update(body).digest('hex');

/** A file with its verified bundles, if it has any. */
type Signed = Archive & { readonly bundles?: readonly Buffer[] };

export class Shelf {
  readonly objects = new Map<string, PublicObject>();
  /** Every request, as `METHOD path status`. */
  readonly requests: string[] = [];
  private readonly releases: ListedRelease[] = [];
  private readonly key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private readonly publicKey = this.key.publicKey.export({ type: 'spki', format: 'der' });

  private constructor(
    private readonly name: EcosystemName,
    private readonly server: Server,
  ) {}

  static async open(name: EcosystemName): Promise<Shelf> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const shelf = new Shelf(name, server);
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
      shelf.answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
    });
    return shelf;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Files of one release. Throws the refusal of whatever the intake would refuse. */
  async publish(...archives: readonly Signed[]): Promise<void> {
    const all = new Map(archives.map(({ name, body }) => [name, body]));
    const named = await this.module.readName(archives[0]!.name, archives[0]!.body, all);
    if (!named) throw new Error(`${archives[0]!.name} is of no release`);
    await this.publishAs(named, archives);
  }

  /** Files that do not tell themselves which release they are of. */
  async publishAs(named: ReleaseName, archives: readonly Signed[]): Promise<void> {
    const { module } = this;
    module.checkProject(named.project);
    module.checkVersion(named.version);
    module.checkFileSet?.(
      named,
      archives.map(({ name }) => name),
    );
    const files = [];
    for (const { name, body, bundles = [] } of archives) {
      const manifest = { name, size: body.length, sha256: digest('sha256', body), bundles: [] };
      const facts = await module.readFile(named, manifest, inMemory(body), LIMITS);
      const beside = module.readBundles(named.project, { name }, bundles, named.version);
      this.store(module.fileObject(named.project, { name }, body, named.version), ...facts.sideFiles, ...beside.sideFiles);
      const metadata = { ...facts.metadata, ...beside.metadata };
      const digests = { md5: digest('md5', body), sha256: manifest.sha256, sha512: digest('sha512', body) };
      const signed = { signer: { key: 'test' }, countersignature: { keyId: 'test', signature: '' } };
      const record = { name, size: body.length, digests, bundles: [], metadata, ...signed };
      files.push({ ...record, signedTexts: (module.signedTexts?.(named, record) ?? []).map((text) => this.sign(text)) });
    }
    const publishedAt = '2026-01-02T03:04:05.000Z';
    const release = { schema: 1, ecosystem: this.name, ...named, upload: 'upload-1', publishedAt, files } as const;
    this.releases.push(release);
    this.store(...(module.renderRelease?.(release) ?? []));
    this.render(named.project);
  }

  setStatus(project: string, version: string, status: ReleaseStatus): void {
    const at = this.releases.findIndex((each) => each.project === project && each.version === version);
    this.releases[at] = { ...this.releases[at]!, status };
    this.render(project);
  }

  /** Stores other bytes under the key of a file. */
  replaceFile(project: string, version: string, { name, body }: Archive): void {
    this.store(this.module.fileObject(project, { name }, body, version));
  }

  private sign(text: string): SignedText {
    const signature = sign('sha256', Buffer.from(text), this.key.privateKey).toString('base64');
    return { text, keyId: keyFingerprint(this.publicKey), signature };
  }

  private get module(): Ecosystem {
    return ECOSYSTEMS[this.name];
  }

  private store(...objects: readonly PublicObject[]): void {
    for (const object of objects) this.objects.set(object.key, object);
  }

  private render(project: string): void {
    const { module } = this;
    const releases = this.releases
      .filter((each) => each.project === project)
      .sort((a, b) => module.compareVersions(a.version, b.version));
    const context = { publicUrl: this.url };
    const signingKey = { keyId: 'test', publicKey: this.publicKey };
    const summary = { schema: 1, ecosystem: this.name, project, revision: 1, releases } as const;
    this.store(...module.renderProject(summary, context), ...(module.constants?.({ ...context, signingKey }) ?? []));
    for (const key of module.listingKeys) {
      const listing = module.renderListing(key, this.objects.get(key)?.body, summary, context);
      if (listing) this.store(listing);
    }
  }

  private async answer({ method, url = '/', headers }: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const plain = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    const { answer } = await ask(url.replace(/\?.*/, ''), { method, headers: Object.fromEntries(plain), ecosystem: this.name });
    if (answer.uri === undefined) {
      const own = Object.entries(answer.headers).map(([name, { value }]) => [name, value] as const);
      this.send(outgoing, { method, url }, answer.statusCode!, Object.fromEntries(own), Buffer.from(answer.body ?? ''));
      return;
    }
    const object = this.objects.get(decodeURIComponent(answer.uri.slice(1)));
    const etag = object && `"${digest('md5', object.body)}"`;
    if (!object || !etag) this.send(outgoing, { method, url }, 404, {}, Buffer.from('no such object\n'));
    else if (headers['if-none-match']?.includes(etag)) this.send(outgoing, { method, url }, 304, { etag }, Buffer.alloc(0));
    else this.sendFrom(outgoing, { method, url }, object, etag, /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1]);
  }

  /** @param start offset of the range that was asked for */
  private sendFrom(
    outgoing: ServerResponse,
    asked: { method: string | undefined; url: string },
    object: PublicObject,
    etag: string,
    start: string | undefined,
  ): void {
    const { length } = object.body;
    const rest = object.body.subarray(Number(start ?? 0));
    const headers = { ...headersOf(object, etag), 'content-length': String(rest.length) };
    const range = { 'content-range': `bytes ${start}-${length - 1}/${length}` };
    if (start === undefined) this.send(outgoing, asked, 200, headers, rest);
    else if (rest.length === 0) this.send(outgoing, asked, 416, {}, rest);
    else this.send(outgoing, asked, 206, { ...headers, ...range }, rest);
  }

  private send(
    outgoing: ServerResponse,
    { method, url }: { method: string | undefined; url: string },
    status: number,
    headers: Record<string, string>,
    body: Buffer,
  ): void {
    this.requests.push(`${method} ${url} ${status}`);
    outgoing.writeHead(status, headers);
    outgoing.end(method === 'HEAD' ? undefined : body);
  }
}

const headersOf = (object: PublicObject, etag: string): Record<string, string> => ({
  etag,
  'content-type': object.contentType,
  'content-length': String(object.body.length),
  'cache-control': object.cacheControl,
  ...(object.contentEncoding !== undefined && { 'content-encoding': object.contentEncoding }),
});
