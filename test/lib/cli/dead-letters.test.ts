/** The requests that go to SQS, answered without a network. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { deadLetterQueue, findDeadLetters } from '../../../lib/cli/dead-letters';
import { UsageError } from '../../../lib/cli/failure';

function fakeSqs(answer: object = {}) {
  const sent: [object, object][] = [];
  const send = (command: { constructor: object; input: object }): Promise<object> => {
    sent.push([command.constructor, command.input]);
    return Promise.resolve(answer);
  };
  return { sent, sqs: { send } as never };
}

const LETTER = { id: 'm', body: 'b', sent: new Date(5), receipt: 'r' };

test('receives up to ten messages, hidden for two minutes, from all servers', async () => {
  const Messages = [{ MessageId: 'm', Body: 'b', ReceiptHandle: 'r', Attributes: { SentTimestamp: '5' } }];
  const { sqs, sent } = fakeSqs({ Messages });
  expect(await deadLetterQueue('intake', sqs, 'from', 'to').receive()).toEqual([LETTER]);
  expect(sent).toEqual([
    [
      ReceiveMessageCommand,
      {
        QueueUrl: 'from',
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 120,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp'],
      },
    ],
  ]);
});

test('an empty queue', async () => {
  expect(await deadLetterQueue('intake', fakeSqs().sqs, 'from', 'to').receive()).toEqual([]);
});

test('a message is sent before it is deleted', async () => {
  const { sqs, sent } = fakeSqs();
  await deadLetterQueue('intake', sqs, 'from', 'to').moveBack(LETTER);
  expect(sent).toEqual([
    [SendMessageCommand, { QueueUrl: 'to', MessageBody: 'b' }],
    [DeleteMessageCommand, { QueueUrl: 'from', ReceiptHandle: 'r' }],
  ]);
});

test('a message that was only looked at is visible again', async () => {
  const { sqs, sent } = fakeSqs();
  await deadLetterQueue('intake', sqs, 'from', 'to').putBack(LETTER);
  expect(sent).toEqual([[ChangeMessageVisibilityCommand, { QueueUrl: 'from', ReceiptHandle: 'r', VisibilityTimeout: 0 }]]);
});

test('a bucket tells of no queues', async () => {
  await expect(findDeadLetters({ region: 'us-east-1', outputs: {} })).rejects.toThrow(
    new UsageError('redrive needs --stack or --config, got: --bucket, which tells of no queues'),
  );
});
