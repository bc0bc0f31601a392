/** Calls of services that have an API of queries and no client here: IAM and STS. */
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:https';
import { LOCAL_REGION } from '../../../domain/contracts/local-run';
import type { Credentials } from './users';
import type { World } from './world';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function authorization(
  service: string,
  host: string,
  body: string,
  time: string,
  { accessKeyId, secretAccessKey }: Credentials,
): string {
  const scope = [time.slice(0, 8), LOCAL_REGION, service, 'aws4_request'];
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const canonical = ['POST', '/', '', `host:${host}`, `x-amz-date:${time}`, '', 'host;x-amz-date', hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n');
  const key = scope.reduce<string | Buffer>((before, part) => hmac(before, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, SignedHeaders=host;x-amz-date, Signature=${signature}`;
}

/** @returns status and XML of the answer */
export function query(
  { client, endpoint }: { readonly client: World['client']; readonly endpoint: string },
  service: 'iam' | 'sts',
  parameters: Readonly<Record<string, string>>,
  credentials: Credentials,
): Promise<{ readonly status: number; readonly text: string }> {
  const body = new URLSearchParams(parameters).toString();
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const { host } = new URL(endpoint);
  const headers = {
    host,
    'x-amz-date': time,
    'content-type': 'application/x-www-form-urlencoded',
    authorization: authorization(service, host, body, time, credentials),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(endpoint, { method: 'POST', headers, agent: client.requestHandler!.httpsAgent }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, text });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
