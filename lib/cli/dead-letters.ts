/** The queues of a registry's stack that hold what could not be done, on AWS or in the local cloud. */
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { CliError, UsageError } from './failure';
import type { Place } from './place';
import type { DeadLetter, DeadLetterQueue } from './world';

/** Of each worker: the logical ids of its queue and its dead letters begin so. */
const WORKERS = { intake: 'Intake', invalidation: 'IntakeInvalidation' } as const;

/** How long a message is hidden from others that read, while it is moved or listed. Seconds. */
const HIDDEN = 120;

export async function findDeadLetters({ region, endpoint, credentials, stack }: Place): Promise<DeadLetterQueue[]> {
  if (stack === undefined) throw new UsageError('redrive needs --stack or --config, got: --bucket, which tells of no queues');
  const settings = { region, endpoint, credentials };
  const urls = await queuesOf(new CloudFormationClient(settings), stack);
  const sqs = new SQSClient(settings);
  return Object.entries(WORKERS).map(([name, id]) =>
    deadLetterQueue(name, sqs, urlOf(urls, `${id}DeadLetters`, stack), urlOf(urls, `${id}Queue`, stack)),
  );
}

/** URLs of the queues by logical id. */
async function queuesOf(client: CloudFormationClient, stack: string): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId = '', PhysicalResourceId = '', ResourceType } of StackResourceSummaries)
      if (ResourceType === 'AWS::SQS::Queue') urls.set(LogicalResourceId, PhysicalResourceId);
  }
  return urls;
}

/** A logical id is the path of the construct and eight digits of a hash. */
function urlOf(urls: ReadonlyMap<string, string>, name: string, stack: string): string {
  const pattern = new RegExp(`^${name}[0-9A-F]{8}$`);
  const found = [...urls].find(([id]) => pattern.test(id))?.[1];
  if (found !== undefined) return found;
  throw new CliError(`Stack '${stack}' has no queue '${name}'; deploy this version of the registry`);
}

export const deadLetterQueue = (name: string, sqs: SQSClient, from: string, to: string): DeadLetterQueue => ({
  name,
  async receive() {
    const received = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN,
        WaitTimeSeconds: 1, // asks all servers of the queue, not some
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return (received.Messages ?? []).map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes = {} }) => ({
      id: MessageId,
      body: Body,
      sent: new Date(Number(Attributes.SentTimestamp ?? 0)),
      receipt: ReceiptHandle,
    }));
  },
  // Sent before it is deleted: whoever is killed in between leaves a message twice, which the workers take, and never none.
  async moveBack({ body, receipt }: DeadLetter) {
    await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: body }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: receipt }));
  },
  async putBack({ receipt }: DeadLetter) {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
  },
});
