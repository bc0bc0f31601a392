import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Queue } from '../ports';

export class SqsQueue<Message> implements Queue<Message> {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  async send(message: Message): Promise<void> {
    await this.client.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: JSON.stringify(message) }));
  }
}
