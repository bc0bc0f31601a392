import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Deployed } from '../support/deployed';
import { STACK } from '../support/deployed';
import { physicalId, stackResources } from '../support/stack';
import { eventually } from '../support/uploads';

/** A message that the intake can never read is put aside and kept. */
export function deadLetters(registry: Deployed): void {
  describe('dead letters', () => {
    let QueueUrl: string;
    let before: Partial<Record<QueueAttributeName, string>>;

    // Five tries take minutes; one is as good a proof.
    beforeAll(async () => {
      const { sqs, cloudFormation } = registry.world;
      QueueUrl = physicalId(await stackResources(cloudFormation, STACK), 'AWS::SQS::Queue', /^IntakeQueue/);
      const AttributeNames: QueueAttributeName[] = ['RedrivePolicy'];
      before = (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes!;
      const redrive = JSON.parse(before.RedrivePolicy!) as object;
      const Attributes = { RedrivePolicy: JSON.stringify({ ...redrive, maxReceiveCount: 1 }) };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    });
    afterAll(async () => {
      await registry.world.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: before }));
    });

    test('a poison message ends in the dead-letter queue, as it came', async () => {
      const { sqs } = registry.world;
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
      const dead = await eventually('dead letter', 90_000, async () => {
        const look = { QueueUrl: registry.output('INTAKE_DLQ_URL'), VisibilityTimeout: 0 };
        const received = await sqs.send(new ReceiveMessageCommand(look));
        return received.Messages?.[0]?.Body;
      });
      expect(dead).toBe('poison');
    });

    test('the command shows it, moves it back, and it fails again', async () => {
      const redrive = (...options: string[]) => registry.world.registry(['redrive', '--stack', STACK, '--json', ...options]);
      const about = 'not readable, begins with: \\"poison\\"';
      for (const { options, moved } of [
        { options: ['--dry-run'], moved: 0 },
        { options: [], moved: 1 },
      ]) {
        const { code, output } = await redrive(...options);
        const json = output.slice(output.indexOf('{'));
        expect([code, JSON.parse(json)]).toEqual([
          0,
          {
            schema: 1,
            moved,
            messages: [
              {
                queue: 'intake',
                id: expect.any(String) as string,
                sent: expect.any(String) as string,
                about: JSON.parse(`"${about}"`) as string,
              },
            ],
          },
        ]);
      }
      await eventually('the same dead letter', 90_000, async () => {
        const { output } = await redrive('--dry-run');
        return output.includes(about) || undefined;
      });
    });
  });
}
