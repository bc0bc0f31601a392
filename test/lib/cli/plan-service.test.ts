import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { getSubscription } from '../../../lib/cli/plan-service';
import { NOW } from './fake-world';

const ARN = 'arn:aws:pricingplanmanager::111122223333:subscription/sub-1';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const { config } = new CloudFormationClient({ region: 'us-east-1', credentials });

function ask(answer: Response) {
  const asked: { url: string; init: RequestInit }[] = [];
  const fetch = (url: unknown, init: unknown) => {
    asked.push({ url: String(url), init: init as RequestInit });
    return Promise.resolve(answer);
  };
  return { asked, answered: getSubscription(ARN, config, { fetch, clock: () => NOW }) };
}

const PENDING = { arn: ARN, planFamily: 'CloudFront', planTier: 'PRO', status: 'PENDING_APPROVAL', resourceArns: [] };

test('asks for one subscription, and gives its state with the tag that changes name', async () => {
  const { asked, answered } = ask(Response.json(PENDING, { headers: { etag: '7' } }));
  expect(await answered).toEqual({ ...PENDING, eTag: '7' });
  expect(asked).toMatchObject([
    {
      url: 'https://pricingplanmanager.us-east-1.api.aws/v1/GetSubscription',
      init: { method: 'POST', body: `{"arn":"${ARN}"}` },
    },
  ]);
});

test('signs as botocore 1.44.5 signs the same request', async () => {
  const { asked, answered } = ask(Response.json(PENDING));
  await answered;
  expect(asked[0]!.init.headers).toMatchObject({
    'x-amz-date': '20260301T120000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260301/us-east-1/pricingplanmanager/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=e7979aeb427cb5a87afa72d409fe99fa140bb059646a6125ff2c7554f9edb997',
  });
});

test.each([
  ['AccessDeniedException:http://internal', 'AccessDeniedException'],
  [undefined, 'status 403'],
])('a refusal (%s) has the name %s', async (type, name) => {
  const headers = new Headers(type === undefined ? [] : [['x-amzn-errortype', type]]);
  const { answered } = ask(new Response('{"message":"no"}', { status: 403, headers }));
  await expect(answered).rejects.toMatchObject({ name, message: '{"message":"no"}' });
});
