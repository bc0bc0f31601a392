import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/**
 * Puts a message back as a new one. Waiting must not count as failing: a message that is delivered five times goes to the dead letters.
 */
export class SqsLater {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
  ) {}

  /** @param seconds up to 900 */
  async send(body: string, seconds: number): Promise<void> {
    await this.client.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody: body, DelaySeconds: seconds }));
  }
}
