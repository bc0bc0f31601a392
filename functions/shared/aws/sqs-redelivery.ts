import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Redelivery } from '../sqs-batch';

export class SqsRedelivery implements Redelivery {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  async retryIn(receiptHandle: string, seconds: number): Promise<void> {
    const command = { QueueUrl: this.url, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await this.client.send(new ChangeMessageVisibilityCommand(command));
  }
}
