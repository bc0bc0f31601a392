/** What the edge asks of the local cloud, with the cloud played by the test. */
import { createBucket, createPutLog, keyPath } from '../../../local/backends/buckets';
import { type Cloud, type CloudRequest, CloudTimeout, pairs } from '../../../local/backends/cloud';
import { describeStack } from '../../../local/backends/deployed-stack';
import { createInvalidationFeed } from '../../../local/backends/invalidations';
import { createKeyValueStores } from '../../../local/backends/key-value-store';
import { signed } from '../../../local/backends/signature';
import { createIpSets, createRuleGroups } from '../../../local/backends/wafv2';
import { type OriginResponse, OriginUnreachable } from '../../../local/ports';
import { manualClock, text } from '../harness';

const reply = (status: number, body = ''): OriginResponse => ({ status, headers: [], body: Buffer.from(body) });

function playedCloud(answer: (request: CloudRequest) => OriginResponse): Cloud & { readonly asked: CloudRequest[] } {
  const asked: CloudRequest[] = [];
  return {
    asked,
    send: (request) => {
      asked.push(request);
      return new Promise((resolve) => {
        resolve(answer(request));
      });
    },
    close: () => undefined,
  };
}

/** Answers the SDK's commands in turn and remembers what they asked. */
function playedClient(...answers: object[]) {
  const asked: object[] = [];
  const send = (command: { readonly input: object }): Promise<object> => {
    asked.push(command.input);
    const answer = answers.shift()!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { client: { send } as never, asked };
}

test('signatures are those of AWS’s own example for GET Object', () => {
  const headers = signed(
    {
      method: 'GET',
      host: 'examplebucket.s3.amazonaws.com',
      target: '/test.txt',
      headers: [['Range', 'bytes=0-9']],
      body: Buffer.alloc(0),
    },
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    { service: 's3', region: 'us-east-1', now: Date.parse('2013-05-24T00:00:00Z') },
  );
  expect(headers.at(-1)).toEqual([
    'Authorization',
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ]);
});

test('a session token is signed too', () => {
  const headers = signed(
    { method: 'GET', host: 'h', target: '/', headers: [], body: Buffer.alloc(0) },
    { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 't' },
    { service: 'wafv2', region: 'us-east-1', now: 0 },
  );
  expect(headers.find(([name]) => name === 'X-Amz-Security-Token')).toEqual(['X-Amz-Security-Token', 't']);
  expect(headers.at(-1)![1]).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,');
});

test('raw headers become pairs, repeated names stay', () => {
  expect(pairs(['A', '1', 'a', '2'])).toEqual([
    ['A', '1'],
    ['a', '2'],
  ]);
});

test.each([
  ['a+b c', 'a%2Bb%20c'],
  ['a/b//c', 'a/b//c'],
  ["it's(*)!", 'it%27s%28%2A%29%21'],
  ['é', '%C3%A9'],
])('key %s is asked for as %s', (key, path) => {
  expect(keyPath(key)).toBe(path);
});

test('a bucket is asked by path, signed for S3', async () => {
  const cloud = playedCloud(() => reply(200, 'abc'));
  const bucket = createBucket(cloud)('packages');
  expect(text(await bucket({ method: 'GET', key: 'a b', headers: [['If-None-Match', '"v"']] }))).toBe('abc');
  expect(cloud.asked).toEqual([{ service: 's3', method: 'GET', target: '/packages/a%20b', headers: [['If-None-Match', '"v"']] }]);
});

test.each<[error: Error, kind: string]>([
  [new CloudTimeout('late'), 'timeout'],
  [Object.assign(new Error('cut'), { code: 'ECONNRESET' }), 'read'],
  [Object.assign(new Error('away'), { code: 'ECONNREFUSED' }), 'connect'],
])('a bucket that cannot be read (%s) is an unreachable origin', async (error, kind) => {
  const bucket = createBucket(
    playedCloud(() => {
      throw error;
    }),
  )('packages');
  const failure: unknown = await bucket({ method: 'GET', key: 'a', headers: [] }).catch((reason: unknown) => reason);
  expect(failure).toBeInstanceOf(OriginUnreachable);
  expect(failure).toMatchObject({ kind, message: `Bucket 'packages' cannot be read: ${String(error)}` });
});

test('a log file that the bucket does not take is an error', async () => {
  const cloud = playedCloud(({ target }) => (target === '/logs/taken' ? reply(200) : reply(403, 'denied')));
  const put = createPutLog(cloud);
  await put('logs', 'taken', Buffer.from('x'));
  expect(cloud.asked[0]).toMatchObject({ service: 's3', method: 'PUT', target: '/logs/taken', body: Buffer.from('x') });
  await expect(put('logs', 'other', Buffer.from('x'))).rejects.toThrow(
    new Error("Log file 'other' was not taken by bucket 'logs', got: 403 denied"),
  );
});

describe('a KeyValueStore', () => {
  const ARN = 'arn:aws:cloudfront::1:key-value-store/s';
  const BASE = '/key-value-stores/arn%3Aaws%3Acloudfront%3A%3A1%3Akey-value-store%2Fs';

  test('gives values and absences, and remembers both for half a second', async () => {
    const { clock, pass } = manualClock();
    const values = new Map([[`${BASE}/keys/a%2Fb`, '{"Value":"1"}']]);
    const cloud = playedCloud(({ target }) => (values.has(target) ? reply(200, values.get(target)) : reply(404)));
    const store = createKeyValueStores(cloud, { clock })(ARN);
    expect([await store.get('a/b'), await store.get('c'), await store.get('a/b'), await store.get('c')]).toEqual([
      '1',
      undefined,
      '1',
      undefined,
    ]);
    expect(cloud.asked).toHaveLength(2);
    values.set(`${BASE}/keys/c`, '{"Value":"2"}');
    pass(0.5);
    expect(await store.get('c')).toBe('2');
  });

  test('tells when it was made and changed', async () => {
    const cloud = playedCloud(() => reply(200, '{"Created":0,"LastModified":60,"ItemCount":3}'));
    expect(await createKeyValueStores(cloud, { clock: () => 0 })(ARN).meta()).toEqual({
      creationDateTime: '1970-01-01T00:00:00.000Z',
      lastUpdatedDateTime: '1970-01-01T00:01:00.000Z',
      keyCount: 3,
    });
  });

  test('that cannot be read, or is not there, is an error', async () => {
    const broken = createKeyValueStores(
      playedCloud(() => reply(500, 'no')),
      { clock: () => 0 },
    )(ARN);
    await expect(broken.get('a')).rejects.toThrow(new Error(`KeyValueStore '${ARN}' cannot be read, got: 500 no`));
    const missing = createKeyValueStores(
      playedCloud(() => reply(404)),
      { clock: () => 0 },
    )(ARN);
    await expect(missing.meta()).rejects.toThrow(new Error(`KeyValueStore '${ARN}' does not exist.`));
  });
});

describe('IP sets', () => {
  const ARN = 'arn:aws:wafv2:us-east-1:1:global/ipset/blocked/id-1';

  test('hold the template’s addresses until they are read, then what an operator set', async () => {
    const cloud = playedCloud(() => reply(200, '{"IPSet":{"Addresses":["192.0.2.1/32"]}}'));
    const { ipSets, refresh } = createIpSets(cloud, new Map([[ARN, ['192.0.2.44/32']]]));
    expect([ipSets(ARN), ipSets('other')]).toEqual([['192.0.2.44/32'], []]);
    await refresh();
    expect(ipSets(ARN)).toEqual(['192.0.2.1/32']);
    expect(cloud.asked[0]).toMatchObject({
      service: 'wafv2',
      body: Buffer.from('{"Name":"blocked","Scope":"CLOUDFRONT","Id":"id-1"}'),
    });
  });

  test('that cannot be read are an error, and keep what they held', async () => {
    const { ipSets, refresh } = createIpSets(
      playedCloud(() => reply(400, 'gone')),
      new Map([[ARN, ['192.0.2.44/32']]]),
    );
    await expect(refresh()).rejects.toThrow(new Error(`IP set '${ARN}' cannot be read, got: 400 gone`));
    expect(ipSets(ARN)).toEqual(['192.0.2.44/32']);
  });
});

describe('rule groups', () => {
  const ARN = 'arn:aws:wafv2:us-east-1:1:global/rulegroup/switches/id-1';
  const answered = (rules: string) => reply(200, `{"RuleGroup":{"Rules":${rules}}}`);

  test('hold the template’s rules until they are read, in the words of CloudFormation', async () => {
    const cloud = playedCloud(() => answered('[{"Name":"a","Statement":{"ByteMatchStatement":{"SearchString":"L2E="}}}]'));
    const { ruleGroups, refresh } = createRuleGroups(cloud, new Map([[ARN, []]]));
    expect([ruleGroups(ARN), ruleGroups('other')]).toEqual([[], []]);
    await refresh();
    expect(ruleGroups(ARN)).toEqual([{ Name: 'a', Statement: { ByteMatchStatement: { SearchStringBase64: 'L2E=' } } }]);
    expect(cloud.asked[0]).toMatchObject({
      service: 'wafv2',
      headers: [
        ['Content-Type', 'application/x-amz-json-1.1'],
        ['X-Amz-Target', 'AWSWAF_20190729.GetRuleGroup'],
      ],
      body: Buffer.from('{"Name":"switches","Scope":"CLOUDFRONT","Id":"id-1"}'),
    });
  });

  test('WAF-R13 keep their identity while nothing changes, so that counts go on', async () => {
    const { ruleGroups, refresh } = createRuleGroups(
      playedCloud(() => answered('[{"Name":"a"}]')),
      new Map([[ARN, []]]),
    );
    await refresh();
    const before = ruleGroups(ARN);
    await refresh();
    expect(ruleGroups(ARN)).toBe(before);
  });
});

describe('WAF-E6 a change takes a while to hold', () => {
  const ARN = 'arn:aws:wafv2:us-east-1:1:global/ipset/blocked/id-1';

  async function propagating() {
    let [now, addresses] = [0, '192.0.2.1/32'];
    const cloud = playedCloud(() => reply(200, `{"IPSet":{"Addresses":["${addresses}"]}}`));
    const { ipSets, refresh } = createIpSets(cloud, new Map([[ARN, []]]), { clock: () => now, propagationMs: 60_000 });
    await refresh();
    const change = (to: string) => {
      addresses = to;
      return refresh();
    };
    const heldAfter = (ms: number) => {
      now += ms;
      return ipSets(ARN)[0];
    };
    return { change, heldAfter };
  }

  test('but not what was there when the edge began', async () => {
    expect((await propagating()).heldAfter(0)).toBe('192.0.2.1/32');
  });

  test('a minute at most, whether requests come or not', async () => {
    const { change, heldAfter } = await propagating();
    await change('192.0.2.2/32');
    expect(heldAfter(0)).toBe('192.0.2.1/32');
    expect(heldAfter(60_000)).toBe('192.0.2.2/32');
  });

  test('and the last change holds in the end, however long each took', async () => {
    const { change, heldAfter } = await propagating();
    for (let i = 2; i < 20; i++) await change(`192.0.2.${i}/32`);
    const seen = Array.from({ length: 61 }, () => Number(/(\d+)\/32/.exec(heldAfter(1000)!)![1]));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(19);
  });
});

test('invalidations are those made after the first look, oldest first, each once', async () => {
  const listed = (...ids: [id: string, minute: number][]) => ({
    InvalidationList: { Items: ids.map(([Id, minute]) => ({ Id, CreateTime: new Date(minute * 60_000) })), IsTruncated: false },
  });
  const found = (...Items: string[]) => ({ Invalidation: { InvalidationBatch: { Paths: { Items } } } });
  const { client } = playedClient(
    listed(['old', 1]),
    listed(['third', 3], ['second', 2], ['old', 1]),
    found('#a'),
    found('/b', '#c'),
    listed(['third', 3], ['second', 2], ['old', 1]),
  );
  const feed = createInvalidationFeed(client, 'E1');
  expect(await feed.poll()).toEqual([]);
  expect(await feed.poll()).toEqual([
    { id: 'second', items: ['#a'] },
    { id: 'third', items: ['/b', '#c'] },
  ]);
  expect(await feed.poll()).toEqual([]);
});

test('a list of invalidations is read to its end', async () => {
  const item = (Id: string) => [{ Id, CreateTime: new Date(0) }];
  const { client, asked } = playedClient(
    { InvalidationList: { Items: item('a'), IsTruncated: true, NextMarker: 'a' } },
    { InvalidationList: { Items: item('b'), IsTruncated: false } },
  );
  await createInvalidationFeed(client, 'E1').poll();
  expect(asked).toEqual([
    { DistributionId: 'E1', Marker: undefined },
    { DistributionId: 'E1', Marker: 'a' },
  ]);
});

test('a deployed stack is described with all its resources and the domains of its distributions', async () => {
  const resource = (LogicalResourceId: string, PhysicalResourceId: string, ResourceType: string) => ({
    LogicalResourceId,
    PhysicalResourceId,
    ResourceType,
  });
  const formation = playedClient(
    {
      Stacks: [
        {
          StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/registry/1',
          Outputs: [{ OutputKey: 'Url', OutputValue: 'https://d1' }],
          Parameters: [{ ParameterKey: 'P', ParameterValue: 'v' }],
        },
      ],
    },
    { StackResourceSummaries: [resource('Cdn', 'E1', 'AWS::CloudFront::Distribution')], NextToken: 'more' },
    { StackResourceSummaries: [resource('Packages', 'packages', 'AWS::S3::Bucket')] },
  );
  const front = playedClient({ Distribution: { DomainName: 'd1.cloudfront.net' } });
  expect(await describeStack(formation.client, front.client, 'registry')).toEqual({
    stack: 'registry',
    account: '111122223333',
    region: 'us-east-1',
    physicalIds: new Map([
      ['Cdn', 'E1'],
      ['Packages', 'packages'],
    ]),
    outputs: new Map([['Url', 'https://d1']]),
    parameters: new Map([['P', 'v']]),
    distributionDomains: new Map([['E1', 'd1.cloudfront.net']]),
  });
});

test.each<[what: string, answer: object]>([
  ['an empty list', { Stacks: [] }],
  ['a ValidationError', Object.assign(new Error('Stack with id registry does not exist'), { name: 'ValidationError' })],
])('a stack that is not deployed is an error (%s)', async (_what, answer) => {
  const { client } = playedClient(answer);
  await expect(describeStack(client, playedClient().client, 'registry')).rejects.toThrow(
    new Error("Stack 'registry' is not deployed in the local cloud; deploy it first."),
  );
});

test('a local cloud that is away is an error that says so', async () => {
  const away = new Error('connect ECONNREFUSED 127.0.0.1:4566');
  const { client } = playedClient(away);
  await expect(describeStack(client, playedClient().client, 'registry')).rejects.toThrow(
    new Error('The local cloud cannot be asked: connect ECONNREFUSED 127.0.0.1:4566. Start it, or check --endpoint.', {
      cause: away,
    }),
  );
});
