import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Topic } from '../ports';

export class SnsTopic implements Topic {
  constructor(
    private readonly client: SNSClient,
    private readonly arn: string,
  ) {}

  async publish(subject: string, text: string): Promise<void> {
    await this.client.send(new PublishCommand({ TopicArn: this.arn, Subject: subject, Message: text }));
  }
}
