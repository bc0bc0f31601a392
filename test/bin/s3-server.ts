/** As much of S3, over HTTP, as a publisher's command asks for: create-only writes, and verdicts by name. It also plays the intake. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface S3Server {
  readonly endpoint: string;
  /** SHA-256 and size of every object, by key. */
  readonly objects: Map<string, { readonly sha256: string; readonly size: number }>;
  /** Every finished request, as `PUT 200 key`. */
  readonly log: string[];
  /** Called with a key and how many bytes of it have come so far, again and again. */
  onBytes: (key: string, bytes: number) => void;
  close(): Promise<void>;
}

export async function startS3(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map();
  const log: string[] = [];
  const server = createServer((request, response) => {
    answer(request, s3)
      .then(({ status, body = '' }) => {
        log.push(`${request.method} ${status} ${keyOf(request)}`);
        response.writeHead(status).end(body);
      })
      .catch(() => response.destroy()); // the other end is dead
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const s3: S3Server = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    log,
    onBytes: () => undefined,
    close: () =>
      new Promise<void>(
        (resolve) =>
          void server.close(() => {
            resolve();
          }),
      ),
  };
  return s3;
}

/** Paths are /bucket/key. */
const keyOf = ({ url = '' }: IncomingMessage): string => decodeURIComponent(url.split('?')[0]!.split('/').slice(2).join('/'));

const error = (status: number, code: string) => ({ status, body: `<Error><Code>${code}</Code><Message>m</Message></Error>` });

async function answer(request: IncomingMessage, s3: S3Server): Promise<{ status: number; body?: string }> {
  const key = keyOf(request);
  if (request.method === 'GET') return verdictOn(key, s3);
  if (request.headers['if-none-match'] !== '*') return error(403, 'AccessDenied');
  const { sha256, size } = await readBody(request, (bytes) => {
    s3.onBytes(key, bytes);
  });
  if (Buffer.from(sha256, 'hex').toString('base64') !== request.headers['x-amz-checksum-sha256']) return error(400, 'BadDigest');
  if (s3.objects.has(key)) return error(412, 'PreconditionFailed');
  s3.objects.set(key, { sha256, size });
  return { status: 200 };
}

async function readBody(request: IncomingMessage, came: (bytes: number) => void): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    came(size);
  }
  if (size !== Number(request.headers['content-length'])) throw new Error('cut short');
  return { sha256: hash.digest('hex'), size };
}

/** A committed upload is accepted; to a publisher an object that is not there is forbidden. */
function verdictOn(key: string, { objects }: S3Server): { status: number; body: string } {
  const [, ecosystem, project, file = ''] = key.split('/');
  const upload = file.replace('.json', '');
  if (!objects.has(`uploads/${ecosystem}/${project}/${upload}/release.json`)) return error(403, 'AccessDenied');
  const at = '2026-03-01T12:00:00Z';
  const verdict = { schema: 1, outcome: 'accepted', ecosystem, project, version: '1.0', upload, at, indexPath: '/x/', files: [] };
  return { status: 200, body: JSON.stringify(verdict) };
}
