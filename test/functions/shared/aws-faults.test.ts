/** What the adapters make of AWS's bad answers, through the real clients and their retries: a value that the port has, or an error. */
import { Readable } from 'node:stream';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudFrontKeyValueStoreClient } from '@aws-sdk/client-cloudfront-keyvaluestore';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { CloudFrontEdgeStore } from '../../../functions/shared/aws/cloudfront-edge-store';
import { CloudFrontInvalidator } from '../../../functions/shared/aws/cloudfront-invalidator';
import { KmsSigner } from '../../../functions/shared/aws/kms-signer';
import { S3ObjectStore } from '../../../functions/shared/aws/s3-object-store';
import { S3ScanResults } from '../../../functions/shared/aws/s3-scan-results';
import { SqsLater } from '../../../functions/shared/aws/sqs-later';
import { SqsQueue } from '../../../functions/shared/aws/sqs-queue';
import { SqsRedelivery } from '../../../functions/shared/aws/sqs-redelivery';
import { WafAccessStore } from '../../../functions/shared/aws/waf-access-store';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = (status: number, name: string): Answer => ({
  status,
  body: JSON.stringify({ __type: name, message: 'no' }),
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': name },
});
const xml = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
  headers: { 'content-type': 'application/xml' },
});
const cloudFront = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const TIMEOUT = 'timeout';
type Answers = readonly (Answer | typeof TIMEOUT)[];

/** The part of a client that goes to the network; answers in turn, and the last answer over and over. */
function network(answers: Answers) {
  let asked = 0;
  const handle = (): Promise<{ response: unknown }> => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    if (answer === TIMEOUT) return Promise.reject(Object.assign(new Error('timed out'), { name: 'TimeoutError' }));
    const { status, body = '', headers = {} } = answer;
    return Promise.resolve({ response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } });
  };
  return { requestHandler: { handle } as never, asked: () => asked };
}

const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const ARN = 'arn:aws:cloudfront::111122223333:key-value-store/11111111-2222-4333-8444-555555555555';
const KEY_ARN = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const LISTS = {
  blockIpv4: 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked/1234',
  killSwitches: 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/switches/1234',
};
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/queue';
const WRITE = { body: Buffer.from('body'), contentType: 'text/plain' };

type Config = ConstructorParameters<typeof S3Client>[0] & object;
const ADAPTERS = {
  store: (config: Config) => new S3ObjectStore(new S3Client(config), 'bucket'),
  scans: (config: Config) => new S3ScanResults(new S3Client(config), 'bucket'),
  signer: (config: Config) => new KmsSigner(new KMSClient(config as object), KEY_ARN),
  edge: (config: Config) => new CloudFrontEdgeStore(new CloudFrontKeyValueStoreClient(config), ARN),
  access: (config: Config) => new WafAccessStore(new WAFV2Client(config as object), LISTS),
  queue: (config: Config) => new SqsQueue(new SQSClient({ ...(config as object), md5: false }), QUEUE),
  later: (config: Config) => new SqsLater(new SQSClient({ ...(config as object), md5: false }), QUEUE),
  redelivery: (config: Config) => new SqsRedelivery(new SQSClient(config as object), QUEUE),
  invalidator: (config: Config) => new CloudFrontInvalidator(new CloudFrontClient(config as object), 'E123'),
};

const CALLS = {
  'store.get': (config) => ADAPTERS.store(config).get('key'),
  'store.open': (config) => ADAPTERS.store(config).open('key'),
  'store.head': (config) => ADAPTERS.store(config).head('key'),
  'store.list': (config) => ADAPTERS.store(config).list('prefix/'),
  'store.copy': (config) => ADAPTERS.store(config).copy('a', 'b'),
  'store.put': (config) => ADAPTERS.store(config).put('key', WRITE),
  'store.put of what is absent': (config) => ADAPTERS.store(config).put('key', { ...WRITE, when: 'absent' }),
  'store.put over what was seen': (config) => ADAPTERS.store(config).put('key', { ...WRITE, when: { etag: '"e"' } }),
  'scans.statusOf': (config) => ADAPTERS.scans(config).statusOf('key'),
  'signer.sign': (config) => ADAPTERS.signer(config).sign(Buffer.from('message')),
  'signer.publicKey': (config) => ADAPTERS.signer(config).publicKey(),
  'edge.revision': (config) => ADAPTERS.edge(config).revision(),
  'edge.get': (config) => ADAPTERS.edge(config).get('key'),
  'edge.update': (config) => ADAPTERS.edge(config).update(new Map([['key', 'value']]), 'E1'),
  'access.read': (config) => ADAPTERS.access(config).read('blockIpv4'),
  'access.read of switches': (config) => ADAPTERS.access(config).read('killSwitches'),
  'access.update': (config) => ADAPTERS.access(config).update('blockIpv4', ['198.51.100.7/32'], 'T1'),
  'access.update of switches': (config) => ADAPTERS.access(config).update('killSwitches', ['country:NZ'], 'T1'),
  'queue.send': (config) => ADAPTERS.queue(config).send({ tags: ['a'] }),
  'later.send': (config) => ADAPTERS.later(config).send('{}', 60),
  'redelivery.retryIn': (config) => ADAPTERS.redelivery(config).retryIn('handle', 30),
  'invalidator.invalidate': (config) => ADAPTERS.invalidator(config).invalidate(['a'], 'reference'),
} satisfies Record<string, (config: Config) => Promise<unknown>>;

type Row = readonly [call: keyof typeof CALLS, answers: Answers, result: unknown, requests: number];

const OK: Answer = { status: 200 };
const JSON_OK: Answer = { status: 200, body: '{}' };
const SIGNED: Answer = { status: 200, body: '{"Signature":"MAE=","PublicKey":"MAE="}' };
const ETAG: Answer = { status: 200, body: '{}', headers: { etag: 'E2' } };
const IP_SET: Answer = { status: 200, body: '{"IPSet":{"Addresses":["198.51.100.7/32"]},"LockToken":"T1"}' };
const GROUP: Answer = { status: 200, body: '{"RuleGroup":{"Rules":[]},"LockToken":"T1"}' };
const UPDATED: Answer = { status: 200, body: '{"NextLockToken":"T2"}' };
const CREATED: Answer = { status: 201, body: '<Invalidation/>' };
const SLOW_DOWN = xml(503, 'SlowDown');
const BROKEN = xml(500, 'InternalError');
const CONFLICT = xml(409, 'ConditionalRequestConflict');
const EXISTS = xml(412, 'PreconditionFailed');
const error = (name: string): unknown => ({ error: name });

const TABLE: readonly Row[] = [
  ['store.put of what is absent', [EXISTS], 'condition-failed', 1],
  ['store.put over what was seen', [EXISTS], 'condition-failed', 1],
  ['store.put over what was seen', [xml(404, 'NoSuchKey')], 'condition-failed', 1],
  ['store.put over what was seen', [xml(404, 'NoSuchBucket')], error('NoSuchBucket'), 1],
  ['store.put of what is absent', [CONFLICT, OK], 'stored', 2],
  ['store.put of what is absent', [CONFLICT, EXISTS], 'condition-failed', 2],
  ['store.put of what is absent', [CONFLICT], error('ConditionalRequestConflict'), 5],
  ['store.put of what is absent', [BROKEN, EXISTS], 'condition-failed', 2],
  ['store.put of what is absent', [TIMEOUT, EXISTS], 'condition-failed', 2],
  ...(['store.put', 'store.put of what is absent', 'store.put over what was seen'] as const).flatMap((call): Row[] => [
    [call, [TIMEOUT, OK], 'stored', 2],
    [call, [SLOW_DOWN, BROKEN, OK], 'stored', 3],
    [call, [SLOW_DOWN], error('SlowDown'), 3],
    [call, [BROKEN], error('InternalError'), 3],
    [call, [TIMEOUT], error('TimeoutError'), 3],
    [call, [xml(403, 'AccessDenied')], error('AccessDenied'), 1],
  ]),
  ...(['store.get', 'store.open', 'store.head'] as const).flatMap((call): Row[] => [
    [call, [call === 'store.head' ? { status: 404 } : xml(404, 'NoSuchKey')], undefined, 1],
    [call, [TIMEOUT, SLOW_DOWN, { status: 404 }], undefined, 3],
    [call, [TIMEOUT], error('TimeoutError'), 3],
  ]),
  ['store.get', [xml(404, 'NoSuchBucket')], error('NoSuchBucket'), 1],
  ['store.get', [SLOW_DOWN], error('SlowDown'), 3],
  ['store.list', [SLOW_DOWN, OK], { objects: [], truncated: false }, 2],
  ['store.list', [BROKEN], error('InternalError'), 3],
  ['store.copy', [BROKEN, { status: 200, body: '<CopyObjectResult/>' }], undefined, 2],
  // A copy that fails after its answer has begun says so in the body of a 200.
  ['store.copy', [{ ...BROKEN, status: 200 }], error('InternalError'), 3],
  ['scans.statusOf', [SLOW_DOWN, { status: 200, body: '<Tagging><TagSet/></Tagging>' }], undefined, 2],
  ['scans.statusOf', [xml(404, 'NoSuchKey')], error('NoSuchKey'), 1],
  ...(['signer.sign', 'signer.publicKey'] as const).flatMap((call): Row[] => [
    [call, [json(400, 'ThrottlingException'), json(500, 'KMSInternalException'), SIGNED], Buffer.from([48, 1]), 3],
    [call, [json(400, 'ThrottlingException')], error('ThrottlingException'), 3],
    [call, [TIMEOUT, SIGNED], Buffer.from([48, 1]), 2],
    [call, [json(400, 'DisabledException')], error('DisabledException'), 1],
  ]),
  ['edge.update', [json(409, 'ConflictException')], undefined, 1],
  ['edge.update', [json(500, 'InternalServerException'), json(409, 'ConflictException')], undefined, 2],
  ['edge.update', [TIMEOUT, ETAG], 'E2', 2],
  ['edge.update', [json(402, 'ServiceQuotaExceededException')], error('ServiceQuotaExceededException'), 1],
  ['edge.update', [json(500, 'InternalServerException')], error('InternalServerException'), 3],
  ['edge.get', [json(404, 'ResourceNotFoundException')], undefined, 1],
  ['edge.get', [json(500, 'InternalServerException')], error('InternalServerException'), 3],
  ['edge.revision', [json(404, 'ResourceNotFoundException')], error('ResourceNotFoundException'), 1],
  ['edge.revision', [TIMEOUT, ETAG], 'E2', 2],
  ['access.read', [TIMEOUT, json(500, 'WAFInternalErrorException'), IP_SET], { items: ['198.51.100.7/32'], revision: 'T1' }, 3],
  ['access.read', [json(400, 'WAFNonexistentItemException')], error('WAFNonexistentItemException'), 1],
  ['access.read', [JSON_OK], error('Error'), 1],
  ['access.read of switches', [TIMEOUT, GROUP], { items: [], revision: 'T1' }, 2],
  ...(['access.update', 'access.update of switches'] as const).flatMap((call): Row[] => [
    [call, [call === 'access.update' ? IP_SET : GROUP, UPDATED], 'T2', 2],
    [call, [call === 'access.update' ? IP_SET : GROUP, json(400, 'WAFOptimisticLockException')], undefined, 2],
    // It was done, and nobody heard of it.
    [call, [call === 'access.update' ? IP_SET : GROUP, TIMEOUT, json(400, 'WAFOptimisticLockException')], undefined, 3],
    [
      call,
      [call === 'access.update' ? IP_SET : GROUP, json(400, 'WAFLimitsExceededException')],
      error('WAFLimitsExceededException'),
      2,
    ],
    [call, [json(400, 'ThrottlingException')], error('ThrottlingException'), 3],
  ]),
  ...(['queue.send', 'later.send', 'redelivery.retryIn'] as const).flatMap((call): Row[] => [
    [call, [TIMEOUT, json(503, 'ServiceUnavailable'), JSON_OK], undefined, 3],
    [call, [json(400, 'RequestThrottled')], error('RequestThrottled'), 3],
    [call, [json(400, 'QueueDoesNotExist')], error('QueueDoesNotExist'), 1],
  ]),
  ['invalidator.invalidate', [TIMEOUT, cloudFront(503, 'ServiceUnavailable'), CREATED], undefined, 3],
  ['invalidator.invalidate', [cloudFront(400, 'Throttling')], error('Throttling'), 3],
  ['invalidator.invalidate', [cloudFront(400, 'TooManyInvalidationsInProgress')], error('TooManyInvalidationsInProgress'), 1],
];

const nameOf = (answer: Answers[number]): string =>
  answer === TIMEOUT
    ? TIMEOUT
    : `${answer.status} ${
        /<Code>(\w+)|"__type":"(\w+)/
          .exec(answer.body ?? '')
          ?.slice(1)
          .join('') ?? ''
      }`.trim();

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // the clients wait a random part of some time before they try again
});

test.each(TABLE.map((row) => [row[0], row[1].map(nameOf).join(', '), row] as const))(
  '%s that is answered %s',
  async (_call, _answers, [call, answers, result, requests]) => {
    const { requestHandler, asked } = network(answers);
    const got = await CALLS[call]({ region: 'us-east-1', credentials: CREDENTIALS, requestHandler }).catch((thrown: unknown) => ({
      error: (thrown as Error).name,
    }));
    expect([got, asked()]).toEqual([result, requests]);
  },
);

test('every call of every adapter is in the table', () => {
  expect(new Set(TABLE.map(([call]) => call))).toEqual(new Set(Object.keys(CALLS)));
});
