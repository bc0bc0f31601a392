/** How the store's requests are signed: AWS takes SigV4A only, and the local cloud SigV4 only. */
import { CloudFrontEdgeStore, edgeStoreClient } from '../../../functions/shared/aws/cloudfront-edge-store';

const ARN = 'arn:aws:cloudfront::111122223333:key-value-store/11111111-2222-4333-8444-555555555555';

const before = process.env;
beforeAll(() => {
  // As in a Lambda function.
  process.env = { ...before, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
});
afterAll(() => {
  process.env = before;
});

/** The request that asking for the revision leads to; nothing is sent. */
async function requestTo(endpoint: string | undefined): Promise<{ host: string; path: string; algorithm: string | undefined }> {
  const client = edgeStoreClient(endpoint);
  const seen: { hostname: string; path: string; headers: Record<string, string> }[] = [];
  client.middlewareStack.add(
    () => (args) => {
      seen.push(args.request as (typeof seen)[number]);
      throw new Error('not sent');
    },
    { step: 'finalizeRequest', priority: 'low', name: 'stop' },
  );
  await expect(new CloudFrontEdgeStore(client, ARN).revision()).rejects.toThrow('not sent');
  const [request] = seen;
  return { host: request!.hostname, path: request!.path, algorithm: request!.headers.authorization?.split(' ')[0] };
}

test.each([
  { where: 'AWS', endpoint: undefined, host: /^111122223333\.cloudfront-kvs\./, algorithm: 'AWS4-ECDSA-P256-SHA256' },
  { where: 'a local cloud', endpoint: 'http://127.0.0.1:4566', host: /^127\.0\.0\.1$/, algorithm: 'AWS4-HMAC-SHA256' },
])('asks $where with its signature, at its address', async ({ endpoint, host, algorithm }) => {
  expect(await requestTo(endpoint)).toEqual({
    host: expect.stringMatching(host) as string,
    path: `/key-value-stores/${encodeURIComponent(ARN)}`,
    algorithm,
  });
});
