/** As much of S3, KMS and SQS as the intake function asks, on the loopback. Large objects come from files and are not kept. */
import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { MemorySigner } from '../../../functions/shared/memory/signer';

/** What was put is kept up to here; of larger objects the digest is. Bytes. */
const MOST_KEPT = 8 * 1024 * 1024;

export interface FileOnDisk {
  readonly path: string;
  readonly sha256: string;
}

export class FakeAws {
  /** `<bucket>/<key>` of large objects: to read, and SHA-256 of what was written. */
  readonly files = new Map<string, FileOnDisk>();
  readonly written = new Map<string, string>();
  readonly objects = new MemoryObjectStore();
  private readonly signer = new MemorySigner('key');
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') return this.service(target, request, response);
    const url = new URL(request.url!, 'http://localhost');
    const name = decodeURIComponent(url.pathname.slice(1));
    if (url.searchParams.has('list-type')) return this.list(name, url.searchParams, response);
    if (request.method === 'PUT') return this.put(name, request, response);
    return this.get(name, request.method === 'HEAD', response);
  }

  private async service(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const input = JSON.parse((await whole(request)).toString()) as { Message?: string; MessageBody?: string };
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (target.endsWith('.GetPublicKey')) {
      response.end(JSON.stringify({ PublicKey: (await this.signer.publicKey()).toString('base64') }));
    } else if (target.endsWith('.Sign')) {
      const signature = await this.signer.sign(Buffer.from(input.Message!, 'base64'));
      response.end(JSON.stringify({ Signature: signature.toString('base64') }));
    } else {
      const sum = createHash('md5').update(input.MessageBody!).digest('hex');
      response.end(JSON.stringify({ MessageId: '1', MD5OfMessageBody: sum }));
    }
  }

  private async list(name: string, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const prefix = `${name.replace(/\/$/, '')}/`;
    const { objects } = await this.objects.list(prefix + (query.get('prefix') ?? ''));
    const large = [...this.files].map(([key, { path }]) => ({ key, size: statSync(path).size }));
    const found = [...objects, ...large.filter(({ key }) => key.startsWith(prefix + (query.get('prefix') ?? '')))];
    const rows = found.map(({ key, size }) => `<Contents><Key>${key.slice(prefix.length)}</Key><Size>${size}</Size></Contents>`);
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${rows.join('')}</ListBucketResult>`);
  }

  private async put(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hash = createHash('sha256');
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      if (size <= MOST_KEPT) chunks.push(chunk);
    }
    const digest = hash.digest();
    const { 'if-none-match': absent, 'if-match': etag, 'x-amz-checksum-sha256': claimed } = request.headers;
    if (claimed !== digest.toString('base64')) {
      fail(response, 400, 'BadDigest');
      return;
    }
    if (size > MOST_KEPT) this.written.set(name, digest.toString('hex'));
    const when = absent ? ('absent' as const) : etag === undefined ? undefined : { etag };
    const metadata = Object.fromEntries(
      Object.entries(request.headers).flatMap(([key, value]) =>
        key.startsWith('x-amz-meta-') ? [[key.slice('x-amz-meta-'.length), String(value)]] : [],
      ),
    );
    const write = { body: Buffer.concat(size > MOST_KEPT ? [] : chunks), contentType: 'x', metadata, ...(when && { when }) };
    if ((await this.objects.put(name, write)) === 'stored') response.end();
    else fail(response, 412, 'PreconditionFailed');
  }

  private async get(name: string, headOnly: boolean, response: ServerResponse): Promise<void> {
    const large = this.files.get(name);
    if (large) {
      response.setHeader('content-length', statSync(large.path).size);
      response.setHeader('x-amz-checksum-sha256', Buffer.from(large.sha256, 'hex').toString('base64'));
      return pipeline(createReadStream(large.path), response);
    }
    const found = await this.objects.get(name);
    if (!found) {
      fail(response, 404, 'NoSuchKey');
      return;
    }
    for (const [key, value] of Object.entries(found.metadata)) response.setHeader(`x-amz-meta-${key}`, value);
    response.setHeader('etag', found.etag);
    response.setHeader('content-length', found.size);
    response.end(headOnly ? undefined : found.body);
  }
}

async function whole(request: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.statusCode = status;
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
