/** What the real client of Cost Explorer sends, and what becomes of its answers; no emulator has this API. */
import { Readable } from 'node:stream';
import { costTagStore } from '../../../lib/cli/cost-tags-store';
import { CliError } from '../../../lib/cli/failure';

interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** Answers in turn, and keeps what was asked: the operation, and its fields. */
function payer(...answers: readonly Answer[]) {
  const asked: unknown[] = [];
  const handle = ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
    const { status = 200, body: answer } = answers[asked.length]!;
    asked.push([
      headers['x-amz-target'],
      JSON.parse(new TextDecoder().decode(body)),
      headers.authorization?.match(/us-east-1\/\w+/)?.[0],
    ]);
    const type = '__type' in answer ? { 'x-amzn-errortype': String(answer.__type) } : {};
    const response = { statusCode: status, headers: { 'content-type': 'application/x-amz-json-1.1', ...type } };
    return Promise.resolve({ response: { ...response, body: Readable.from([Buffer.from(JSON.stringify(answer))]) } });
  };
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  return { asked, store: costTagStore({ credentials, requestHandler: { handle } as never, maxAttempts: 1 }) };
}

const listed = (TagKey: string, Status: string) => ({ TagKey, Status, Type: 'UserDefined' });
const ENDPOINT = 'us-east-1/ce';

test('lists every page', async () => {
  const { store, asked } = payer(
    { body: { CostAllocationTags: [listed('registry', 'Active')], NextToken: 'more' } },
    { body: { CostAllocationTags: [listed('tier', 'Inactive')] } },
  );
  expect(await store.list(['registry', 'tier'])).toEqual([
    { key: 'registry', active: true },
    { key: 'tier', active: false },
  ]);
  const wanted = { TagKeys: ['registry', 'tier'], Type: 'UserDefined' };
  expect(asked).toEqual([
    ['AWSInsightsIndexService.ListCostAllocationTags', wanted, ENDPOINT],
    ['AWSInsightsIndexService.ListCostAllocationTags', { ...wanted, NextToken: 'more' }, ENDPOINT],
  ]);
});

test('activates, and hands on what AWS refuses', async () => {
  const Errors = [{ TagKey: 'tier', Code: 'TagKeysNotFoundException', Message: 'Tag keys not found' }];
  const { store, asked } = payer({ body: { Errors } });
  expect(await store.activate(['registry', 'tier'])).toEqual([
    { key: 'tier', why: 'TagKeysNotFoundException: Tag keys not found' },
  ]);
  const CostAllocationTagsStatus = ['registry', 'tier'].map((TagKey) => ({ TagKey, Status: 'Active' }));
  expect(asked).toEqual([['AWSInsightsIndexService.UpdateCostAllocationTagsStatus', { CostAllocationTagsStatus }, ENDPOINT]]);
});

test.each<[string, Answer, string]>([
  ['starts', { body: { BackfillRequest: { BackfillStatus: 'PROCESSING' } } }, 'started'],
  ['was started within a day', { status: 400, body: { __type: 'BackfillLimitExceededException', message: 'no' } }, 'busy'],
])('a backfill %s', async (_, answer, result) => {
  const { store, asked } = payer(answer);
  expect(await store.backfill('2026-01-01T00:00:00Z')).toBe(result);
  expect(asked).toEqual([
    ['AWSInsightsIndexService.StartCostAllocationTagBackfill', { BackfillFrom: '2026-01-01T00:00:00Z' }, ENDPOINT],
  ]);
});

test.each([
  ['AccessDeniedException', 'not authorized'],
  ['ValidationException', "Linked account doesn't have access to cost allocation tags."],
])('%s: %s tells whose credentials to use', async (__type, message) => {
  const { store } = payer({ status: 400, body: { __type, message } });
  await expect(store.list(['registry'])).rejects.toThrow(
    new CliError(
      `AWS denies this to the credentials in use (${__type}: ${message}); use those of the account that pays, the management account of the organisation, with ce:ListCostAllocationTags, ce:UpdateCostAllocationTagsStatus and ce:StartCostAllocationTagBackfill`,
    ),
  );
});

test('without credentials it says whose are needed', async () => {
  const credentials = () => Promise.reject(Object.assign(new Error('nothing found'), { name: 'CredentialsProviderError' }));
  await expect(costTagStore({ credentials }).list(['registry'])).rejects.toThrow(
    new CliError('No AWS credentials were found; log in to the account that pays (nothing found)'),
  );
});

test('other errors pass as they are', async () => {
  const { store } = payer({ status: 400, body: { __type: 'LimitExceededException', message: 'Too many calls' } });
  await expect(store.backfill('2026-01-01T00:00:00Z')).rejects.toThrow('Too many calls');
});
