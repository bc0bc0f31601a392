/** Signed HTTP requests to the local cloud, answers untouched: the SDK would hide the headers that the edge passes on. */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HeaderList } from '../http';
import type { Clock, OriginResponse } from '../ports';
import { type Credentials, signed } from './signature';

export interface CloudSettings {
  /** E.g. `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
}

export interface CloudRequest {
  /** Name of the service in signatures. */
  readonly service: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers?: HeaderList;
  readonly body?: Buffer;
}

export interface Cloud {
  send(request: CloudRequest): Promise<OriginResponse>;
  close(): void;
}

/** S3's time-out, S3 origins have no other (CF-P40). */
const TIMEOUT_MS = 30_000;

export class CloudTimeout extends Error {}

export function createCloud({ endpoint, region, credentials, clock }: CloudSettings): Cloud {
  const { protocol, hostname, port, host } = new URL(endpoint);
  const secure = protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const open = secure ? httpsRequest : httpRequest;
  return {
    send({ service, method, target, headers = [], body = Buffer.alloc(0) }) {
      const all = signed({ method, host, target, headers, body }, credentials, { service, region, now: clock() });
      return new Promise((resolve, reject) => {
        const outgoing = open({
          hostname,
          port,
          method,
          path: target,
          agent,
          timeout: TIMEOUT_MS,
          headers: Object.fromEntries(all),
        });
        outgoing.on('timeout', () =>
          outgoing.destroy(new CloudTimeout(`No answer from ${endpoint} within ${TIMEOUT_MS / 1000} s.`)),
        );
        outgoing.on('error', reject);
        outgoing.on('response', (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            resolve({ status: incoming.statusCode!, headers: pairs(incoming.rawHeaders), body: Buffer.concat(chunks) });
          });
        });
        outgoing.end(body);
      });
    },
    close() {
      agent.destroy();
    },
  };
}

/** Node gives names and values in one flat list. */
export const pairs = (raw: readonly string[]): HeaderList =>
  raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, raw[i + 1]!]] : []));
