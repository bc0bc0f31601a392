/** A bucket as CloudFront's origin behind origin access control: S3-1, S3-4 to S3-17. See README.md. */
import type { OriginModel } from '../../assembly/model';
import { type HeaderList, header } from '../../http';
import type { Origin, OriginRequest, OriginResponse } from '../../ports';
import { checkPolicy, isAllowed } from './bucket-policy';
import { climbsOut, keyOfPath } from './key';

/** A bucket without any access rule: what the simulated rules stand in front of. */
export type Bucket = (request: BucketRequest) => Promise<OriginResponse>;

export interface BucketRequest {
  readonly method: 'GET' | 'HEAD';
  /** '' asks for a listing. */
  readonly key: string;
  /** Validators only. */
  readonly headers: HeaderList;
}

const VALIDATORS = ['if-none-match', 'if-modified-since'];
/** CF-C77; and S3-15: checksums come only to who asks for them. */
const NEVER_PASSED =
  /^(x-amz-id-2|x-amz-request-id|x-amzn-requestid|x-amz-checksum-.*|set-cookie|trailer|upgrade|connection|keep-alive|transfer-encoding|access-control-.*)$/i;

/** @throws Error when the bucket's policy has what is not evaluated here */
export function createS3Origin(model: OriginModel, distributionArn: string, bucket: Bucket): Origin {
  checkPolicy(model.bucketPolicy);
  const bucketArn = `arn:aws:s3:::${model.bucket}`;
  const account = distributionArn.split(':')[4]!;
  // S3-1: signed and over TLS, whatever the viewer used.
  const context = {
    'aws:sourcearn': distributionArn,
    'aws:sourceaccount': account,
    'aws:securetransport': 'true',
    's3:tlsversion': '1.3',
  };
  const allowed = (action: 's3:GetObject' | 's3:ListBucket', resource: string): boolean =>
    model.signed && isAllowed(model.bucketPolicy, { action, resource, context });
  const mayList = (): boolean => allowed('s3:ListBucket', bucketArn);
  const mayRead = (key: string): boolean => (key === '' ? mayList() : allowed('s3:GetObject', `${bucketArn}/${key}`));

  return async (request) => {
    const { method } = request;
    if (!(method === 'GET' || method === 'HEAD')) return s3Error(request, 'AccessDenied'); // S3-20
    const key = keyOfPath(`${model.originPath}${request.path}`);
    if (key === undefined || climbsOut(key)) return s3Error(request, 'InvalidURI');
    if (!mayRead(key)) return s3Error(request, 'AccessDenied');
    const headers = request.headers.filter(([name]) => VALIDATORS.includes(name.toLowerCase()));
    const response = await bucket({ method, key, headers });
    if (response.status === 404) return s3Error(request, mayList() ? 'NoSuchKey' : 'AccessDenied'); // S3-6
    return response.status >= 400 ? s3Error(request, codeOf(response), response.status) : passed(response);
  };
}

function passed(response: OriginResponse): OriginResponse {
  const headers = response.headers.filter(([name]) => !NEVER_PASSED.test(name));
  return { ...response, headers: header(headers, 'server') ? headers : [...headers, ['Server', 'AmazonS3']] };
}

const ERRORS: Readonly<Record<string, readonly [status: number, message: string] | undefined>> = {
  AccessDenied: [403, 'Access Denied'],
  InvalidURI: [400, "Couldn't parse the specified URI."],
  NoSuchKey: [404, 'The specified key does not exist.'],
};

const codeOf = ({ body }: OriginResponse): string => /<Code>([^<]+)<\/Code>/.exec(body.toString('utf8'))?.[1] ?? 'InternalError';

/** S3-17: XML without Content-Length; S3-7: HEAD has no body. */
function s3Error(request: OriginRequest, code: string, status?: number): OriginResponse {
  const [ownStatus, message] = ERRORS[code] ?? [500, code];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status: status ?? ownStatus,
    headers: [
      ['Content-Type', 'application/xml'],
      ['Server', 'AmazonS3'],
    ],
    body: request.method === 'HEAD' ? Buffer.alloc(0) : Buffer.from(body),
  };
}
