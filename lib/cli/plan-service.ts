/**
 * AWS's service for flat-rate plans, of which the JavaScript SDK in the registry of packages has no client: one signed request.
 * https://docs.aws.amazon.com/PricingPlanManager/latest/UserGuide/getting-started-pricingplanmanager-api.html
 */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { SignatureV4 } from '@smithy/signature-v4';

export interface PlanSubscription {
  readonly arn: string;
  /** `PRO`, `BUSINESS` or `PREMIUM`. */
  readonly planTier: string;
  readonly usageLevel?: string;
  readonly status: 'PENDING_APPROVAL' | 'ACTIVE' | 'SYNC_IN_PROGRESS' | 'FAILED';
  readonly statusReason?: string;
  /** What happens at the end of the month. */
  readonly scheduledChange?: { readonly changeType: string; readonly planTier?: string; readonly effectiveDate?: string };
  /** Which state this is: every change names it. */
  readonly eTag: string;
}

/** The one endpoint there is, whatever the region. */
const HOST = 'pricingplanmanager.us-east-1.api.aws';
const PATH = '/v1/GetSubscription';

type Signing = Pick<CloudFormationClient['config'], 'credentials' | 'sha256'>;

interface Ways {
  readonly fetch: typeof fetch;
  readonly clock: () => Date;
}

/** @throws Error of the service's own name, e.g. AccessDeniedException */
export async function getSubscription(arn: string, { credentials, sha256 }: Signing, ways: Ways): Promise<PlanSubscription> {
  const signer = new SignatureV4({
    credentials,
    sha256,
    region: 'us-east-1',
    service: 'pricingplanmanager',
    applyChecksum: false,
  });
  const body = JSON.stringify({ arn });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: HOST,
      path: PATH,
      headers: { host: HOST, 'content-type': 'application/json' },
      body,
    },
    { signingDate: ways.clock() },
  );
  const answer = await ways.fetch(`https://${HOST}${PATH}`, { method: 'POST', headers, body });
  if (!answer.ok) throw await failureOf(answer);
  return { ...((await answer.json()) as Omit<PlanSubscription, 'eTag'>), eTag: answer.headers.get('etag') ?? '' };
}

async function failureOf(answer: Response): Promise<Error> {
  const text = await answer.text();
  const error = new Error(text.slice(0, 500));
  error.name = answer.headers.get('x-amzn-errortype')?.split(':')[0] ?? `status ${answer.status}`;
  return error;
}
