/** The only file of this room that opens listening sockets: the edge and its admin page, on loopback. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pairs } from './backends/cloud';
import { type EdgeRequest, type EdgeResponse, header } from './http';

export interface ListenOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** Takes sentences about requests that failed inside. */
  readonly log: (line: string) => void;
}

export interface EdgeListenOptions extends ListenOptions {
  /** Scheme that requests are said to have come by: TLS is not the point on loopback. @default https */
  readonly scheme?: 'http' | 'https';
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Stops taking connections and ends idle ones. */
  close(): Promise<void>;
}

type Handler = (request: EdgeRequest) => Promise<EdgeResponse>;

/** Above CloudFront's limit, so that the edge answers 494 itself (CF-P25). */
const MAX_HEAD_BYTES = 65_536;
/** Nothing that the registry's readers send is near it. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** @throws Error with one sentence when the port is taken */
export function listen(handler: Handler, options: EdgeListenOptions): Promise<Listening> {
  const { scheme = 'https', log } = options;
  const serve: RequestListener = (incoming, outgoing) => {
    answer(handler, scheme, incoming, outgoing).catch((error: unknown) => {
      log(`${incoming.method} ${incoming.url}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'Content-Type': 'text/plain' }).end('The local edge failed; its output says why.\n');
    });
  };
  return opened(createServer({ maxHeaderSize: MAX_HEAD_BYTES }, serve), options);
}

function opened(server: Server, { port, host = '127.0.0.1' }: ListenOptions): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} on ${host} is taken by another program; stop it or choose another port.`)
          : error,
      );
    });
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port;
      resolve({ port: bound, url: `http://${host}:${bound}`, close: () => closed(server) });
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    // A client that keeps a request open must not keep the edge alive.
    setTimeout(() => {
      server.closeAllConnections();
    }, 2_000).unref();
  });
}

async function answer(
  handler: Handler,
  scheme: 'http' | 'https',
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await bodyOf(incoming);
  if (!body) {
    outgoing.writeHead(413, { Connection: 'close' }).end();
    return;
  }
  write(await handler(requestOf(incoming, scheme, body)), incoming, outgoing);
}

/** Undefined when it is larger than {@link MAX_BODY_BYTES}. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requestOf(
  { socket, method = 'GET', url = '/', httpVersion, rawHeaders }: IncomingMessage,
  scheme: 'http' | 'https',
  body: Buffer,
): EdgeRequest {
  const target = url.replace(/^https?:\/\/[^/?]*/i, '');
  const question = target.indexOf('?');
  return {
    // The peer's own address: nothing that a client can write changes it.
    clientIp: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    clientPort: socket.remotePort ?? 0,
    scheme,
    httpVersion: httpVersion === '1.0' ? '1.0' : '1.1',
    method,
    path: (question < 0 ? target : target.slice(0, question)) || '/',
    query: question < 0 ? undefined : target.slice(question + 1),
    headers: pairs(rawHeaders),
    body,
  };
}

function write(
  { status, reason, headers, body }: EdgeResponse,
  { httpVersion }: IncomingMessage,
  outgoing: ServerResponse,
): void {
  outgoing.sendDate = false; // the answer has its own
  const chunked = body.length > 0 && header(headers, 'content-length') === undefined && httpVersion !== '1.0';
  const flat = [...headers, ...(chunked ? ([['Transfer-Encoding', 'chunked']] as const) : [])].flat();
  if (reason === undefined) outgoing.writeHead(status, flat);
  else outgoing.writeHead(status, reason, flat);
  outgoing.end(body);
}
