import { answerDeployment, type DeploymentEvent, putText } from '../../../functions/shared/deployment';

const event = (RequestType: DeploymentEvent['RequestType']): DeploymentEvent => ({
  RequestType,
  ResponseURL: 'https://answers.example/signed',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'SitePages',
});
const ANSWER = { PhysicalResourceId: 'SitePages', StackId: 'stack', RequestId: 'request', LogicalResourceId: 'SitePages' };

/** What was done, and what CloudFormation was told. */
async function run(type: DeploymentEvent['RequestType'], failure?: Error) {
  const done: string[] = [];
  const told: unknown[] = [];
  const work = () => {
    done.push('work');
    return failure ? Promise.reject(failure) : Promise.resolve();
  };
  await answerDeployment(event(type), work, (url, text) => Promise.resolve(void told.push(url, JSON.parse(text))));
  return { done, told };
}

test.each(['Create', 'Update'] as const)('%s: does the step and says so', async (type) => {
  expect(await run(type)).toEqual({ done: ['work'], told: ['https://answers.example/signed', { Status: 'SUCCESS', ...ANSWER }] });
});

test('Delete: undoes nothing and says that it is done', async () => {
  expect(await run('Delete')).toEqual({ done: [], told: ['https://answers.example/signed', { Status: 'SUCCESS', ...ANSWER }] });
});

test('says why the step failed, in as many characters as CloudFormation takes', async () => {
  const { told } = await run('Create', new Error('x'.repeat(5000)));
  expect(told[1]).toEqual({ Status: 'FAILED', Reason: `Error: ${'x'.repeat(993)}`, ...ANSWER });
});

test('fails itself when the answer is not taken, so that it is called again', async () => {
  const put = () => Promise.reject(new Error('unreachable'));
  await expect(answerDeployment(event('Create'), () => Promise.resolve(), put)).rejects.toThrow('unreachable');
});

describe('putText', () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  afterAll(() => {
    fetched.mockRestore();
  });

  test('puts bytes without a type, for which S3 has signed no URL', async () => {
    fetched.mockResolvedValueOnce(new Response());
    await putText('https://answers.example/signed', '{}');
    const request = new Request(fetched.mock.calls[0]![0], fetched.mock.calls[0]![1]);
    expect([request.method, request.headers.get('content-type'), await request.text()]).toEqual(['PUT', null, '{}']);
  });

  test('fails when it is refused', async () => {
    fetched.mockResolvedValueOnce(new Response(null, { status: 403 }));
    await expect(putText('https://answers.example/signed', '{}')).rejects.toThrow(
      'CloudFormation did not take the answer, got: 403.',
    );
  });
});
