import { invalidateBatch } from '../../../functions/lambda/invalidate/invalidate';
import { MemoryInvalidator } from '../../../functions/shared/memory/queue';

const record = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  receiptHandle: `handle of ${messageId}`,
  attributes: { ApproximateReceiveCount: '1' },
});
const A = record('m-1', { tags: ['index:pypi:demo', 'listing:pypi'] });
const B = record('m-2', { tags: ['index:pypi:demo', 'index:pypi:other'] });

let errors: jest.SpyInstance;
beforeEach(() => {
  errors = jest.spyOn(console, 'error').mockImplementation();
});
afterEach(() => {
  errors.mockRestore();
});

test('clears the tags of a batch at once, each once', async () => {
  const invalidator = new MemoryInvalidator();
  expect(await invalidateBatch({ Records: [A, B] }, { index: invalidator, files: [] })).toEqual({ batchItemFailures: [] });
  expect(invalidator.requests).toEqual([
    {
      tags: ['index:pypi:demo', 'index:pypi:other', 'listing:pypi'],
      reference: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ]);
});

test('asks for the same invalidation when the same messages come again, in any order', async () => {
  const invalidator = new MemoryInvalidator();
  await invalidateBatch({ Records: [A, B] }, { index: invalidator, files: [] });
  await invalidateBatch({ Records: [B, A] }, { index: invalidator, files: [] });
  await invalidateBatch({ Records: [A] }, { index: invalidator, files: [] });
  const [first, second, third] = invalidator.requests.map(({ reference }) => reference);
  expect([first === second, first === third]).toEqual([true, false]);
});

test.each([
  ['no JSON', '{'],
  ['no tags', { tags: [] }],
  ['a tag that would be two', { tags: ['a,b'] }],
  ['a tag with a space', { tags: ['a b'] }],
  ['a tag that is too long', { tags: ['a'.repeat(257)] }],
])('puts a message with %s back, and works the others off', async (_, body) => {
  const invalidator = new MemoryInvalidator();
  expect(await invalidateBatch({ Records: [record('bad', body), A] }, { index: invalidator, files: [] })).toEqual({
    batchItemFailures: [{ itemIdentifier: 'bad' }],
  });
  expect(invalidator.requests.map(({ tags }) => tags)).toEqual([['index:pypi:demo', 'listing:pypi']]);
  expect(errors.mock.calls.map(([line]) => (JSON.parse(line as string) as { messageId: string }).messageId)).toEqual(['bad']);
});

test('asks for nothing when no message can be read', async () => {
  const invalidator = new MemoryInvalidator();
  await invalidateBatch({ Records: [record('bad', '')] }, { index: invalidator, files: [] });
  expect(invalidator.requests).toEqual([]);
});

test('puts all messages back when CloudFront refuses', async () => {
  const invalidator = { invalidate: () => Promise.reject(new Error('TooManyInvalidationsInProgress')) };
  await expect(invalidateBatch({ Records: [A] }, { index: invalidator, files: [] })).rejects.toThrow(
    'TooManyInvalidationsInProgress',
  );
});

test('every files host is told of what files have, under the same reference; without such tags they are left alone', async () => {
  const index = new MemoryInvalidator();
  const files = [new MemoryInvalidator(), new MemoryInvalidator()];
  await invalidateBatch({ Records: [A, B] }, { index, files });
  await invalidateBatch({ Records: [A, record('m-3', { tags: ['index:pypi:demo', 'project:pypi:demo'] })] }, { index, files });
  const [, second] = index.requests;
  expect(second?.tags).toEqual(['index:pypi:demo', 'listing:pypi', 'project:pypi:demo']);
  const asked = [{ tags: ['project:pypi:demo'], reference: second?.reference }];
  expect(files.map(({ requests }) => requests)).toEqual([asked, asked]);
});

test('puts all messages back when one of the files hosts refuses', async () => {
  const refusing = { invalidate: () => Promise.reject(new Error('TooManyInvalidationsInProgress')) };
  const Records = [record('m-3', { tags: ['project:pypi:demo'] })];
  const files = [new MemoryInvalidator(), refusing];
  await expect(invalidateBatch({ Records }, { index: new MemoryInvalidator(), files })).rejects.toThrow('TooMany');
});
