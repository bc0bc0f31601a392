import { eachRecord, type SqsRecord } from '../../../functions/shared/sqs-batch';

const record = (messageId: string, deliveries = 1): SqsRecord => ({
  messageId,
  body: messageId,
  receiptHandle: `handle of ${messageId}`,
  attributes: { ApproximateReceiveCount: String(deliveries) },
});
const failOn = (bad: string) => (one: SqsRecord) => (one.body === bad ? Promise.reject(new Error('busy')) : Promise.resolve());

let errors: jest.SpyInstance;
beforeEach(() => {
  errors = jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => {
  errors.mockRestore();
});

test('only what failed comes again', async () => {
  const response = await eachRecord({ Records: [record('a'), record('b'), record('c')] }, failOn('b'));
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
});

test.each([
  [1, 30],
  [2, 60],
  [3, 120],
  [4, 240],
])('what failed at delivery %i comes again after %i seconds', async (deliveries, seconds) => {
  const retryIn = jest.fn().mockResolvedValue(undefined);
  await eachRecord({ Records: [record('good'), record('bad', deliveries)] }, failOn('bad'), { retryIn });
  expect(retryIn.mock.calls).toEqual([['handle of bad', seconds]]);
});

test('what cannot be brought back early still comes again', async () => {
  const retryIn = jest.fn().mockRejectedValue(new Error('denied'));
  const response = await eachRecord({ Records: [record('bad')] }, failOn('bad'), { retryIn });
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'bad' }] });
  expect(errors.mock.calls.map(([line]) => (JSON.parse(line as string) as { message: string }).message)).toEqual([
    'busy',
    'denied',
  ]);
});
