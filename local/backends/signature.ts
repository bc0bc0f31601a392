/** AWS Signature Version 4, for the calls that no client of the SDK makes the way the edge needs them. */
import { createHash, createHmac } from 'node:crypto';
import type { HeaderList } from '../http';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignableRequest {
  readonly method: string;
  readonly host: string;
  /** Path and query, percent-encoded as they will be sent; the query sorted by name. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly now: number;
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * The request's headers with signature. S3 signs the path as sent, other services encode it once more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signed(request: SignableRequest, credentials: Credentials, { service, region, now }: SigningScope): HeaderList {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const payload = sha256(request.body);
  const own: HeaderList = [
    ['Host', request.host],
    ['X-Amz-Content-Sha256', payload],
    ['X-Amz-Date', stamp],
    ...(credentials.sessionToken === undefined ? [] : ([['X-Amz-Security-Token', credentials.sessionToken]] as const)),
  ];
  const headers = [...request.headers, ...own];
  const canonical = headers
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const names = canonical.map(([name]) => name).join(';');
  const [path, query = ''] = request.target.split('?');
  const encodedPath = service === 's3' ? path! : path!.split('/').map(encodeURIComponent).join('/');
  const lines = canonical.map(([name, value]) => `${name}:${value}\n`).join('');
  const summary = sha256([request.method, encodedPath, query, lines, names, payload].join('\n'));
  const key = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${credentials.secretAccessKey}`, stamp.slice(0, 8)));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, summary].join('\n')).toString('hex');
  return [
    ...headers,
    [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    ],
  ];
}
