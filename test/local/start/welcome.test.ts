import { createProgress } from '../../../local/start/progress';
import { notSimulated, welcome } from '../../../local/start/welcome';

const RUN = {
  schema: 1,
  pid: 1,
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  account: '000000000000',
  stack: 'example-registry',
  outputs: {},
  edgeUrl: 'http://127.0.0.1:8080',
  adminUrl: 'http://127.0.0.1:8081/',
  authorityDir: '.local/authority',
} as const;

test('the commands shown hold the addresses of this run', () => {
  const text = welcome(RUN);
  expect(text).toContain('pip install --index-url http://127.0.0.1:8080/pypi/simple/ commons-demo');
  expect(text).toContain(
    "curl --compressed -H 'Accept: application/vnd.pypi.simple.v1+json' http://127.0.0.1:8080/pypi/simple/commons-demo/",
  );
  expect(text).toContain('http://127.0.0.1:8081/');
  expect(text).toContain('http://127.0.0.1:8080/-/transparency/latest/');
  expect(text).toContain('npx registry publish FILE... --local --sign-with-test-authority');
});

describe('what is not simulated', () => {
  const unread = { unexplained: [], allowed: {} };

  test('is said also when there is nothing', () => {
    expect(notSimulated({ recordOnly: [], unread })).toBe('  Kept by the local cloud but not acted on: nothing');
  });

  test('is listed by type, with properties that are ignored', () => {
    const resource = (type: string, logicalId: string) => ({ type, logicalId, stack: 'example-registry', physicalId: logicalId });
    const recordOnly = [
      resource('AWS::Logs::QueryDefinition', 'A'),
      resource('AWS::CE::AnomalyMonitor', 'B'),
      resource('AWS::Logs::QueryDefinition', 'C'),
    ];
    expect(notSimulated({ recordOnly, unread: { ...unread, unexplained: ['AWS::X::Y.Z'] } })).toBe(
      [
        '  Kept by the local cloud but not acted on:',
        '    AWS::CE::AnomalyMonitor (1)',
        '    AWS::Logs::QueryDefinition (2)',
        '  Properties the local cloud ignores: AWS::X::Y.Z',
      ].join('\n'),
    );
  });
});

test('a step is one line with its remark and time', async () => {
  const times = [1000, 3500];
  let written = '';
  const progress = createProgress(
    (text) => {
      written += text;
    },
    () => times.shift() ?? 0,
  );
  const result = await progress.step('local cloud', (note) => {
    note('127.0.0.1:4566');
    return Promise.resolve('up');
  });
  expect([result, written]).toEqual(['up', `  ${'local cloud (127.0.0.1:4566)'.padEnd(70)}    2.5 s\n`]);
});
