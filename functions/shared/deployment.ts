/**
 * A step of a deployment: CloudFormation calls a function for it, and goes on when the function has answered at a URL.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */

export interface DeploymentEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/** Puts a text to a URL; throws unless it was taken. */
export type PutText = (url: string, text: string) => Promise<void>;

/** CloudFormation takes answers of up to 4,096 bytes; its console shows the reason. */
const MAX_REASON = 1000;

/**
 * Does the step and answers, whatever comes of it: without an answer the deployment waits until it times out. When the answer itself
 * cannot be delivered this throws, so that Lambda calls the function again.
 *
 * @param work what to do when the step is made or changed; nothing is undone when it is taken out
 */
export async function answerDeployment(event: DeploymentEvent, work: () => Promise<void>, put: PutText): Promise<void> {
  const failure = event.RequestType === 'Delete' ? undefined : await failureOf(work);
  const { StackId, RequestId, LogicalResourceId } = event;
  const answer = {
    Status: failure === undefined ? 'SUCCESS' : 'FAILED',
    ...(failure !== undefined && { Reason: failure.slice(0, MAX_REASON) }),
    // Another id would be another resource, whose deletion the old one's is.
    PhysicalResourceId: LogicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
  };
  await put(event.ResponseURL, JSON.stringify(answer));
}

async function failureOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** Bytes, because S3 signed the URL for a request without a content type, and `fetch` gives one to text. */
export const putText: PutText = async (url, text) => {
  const { ok, status } = await fetch(url, { method: 'PUT', body: Buffer.from(text) });
  if (!ok) throw new Error(`CloudFormation did not take the answer, got: ${status}.`);
};
