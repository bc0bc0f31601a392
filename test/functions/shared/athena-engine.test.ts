import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { AthenaEngine } from '../../../functions/shared/aws/athena-engine';

const state = (State: string, StateChangeReason?: string, DataScannedInBytes?: number) => ({
  QueryExecution: { Status: { State, StateChangeReason }, Statistics: { DataScannedInBytes } },
});
const METADATA = {
  ColumnInfo: [
    { Name: 'client', Type: 'varchar' },
    { Name: 'bytes', Type: 'bigint' },
    { Name: 'share', Type: 'double' },
  ],
};
const page = (rows: (string | undefined)[][], NextToken?: string) => ({
  NextToken,
  ResultSet: {
    ResultSetMetadata: METADATA,
    Rows: rows.map((row) => ({ Data: row.map((VarCharValue) => ({ VarCharValue })) })),
  },
});

function engineOf(...answers: object[]) {
  const sent: unknown[] = [];
  const pauses: number[] = [];
  const send = (command: { constructor: object; input: object }) => {
    sent.push([command.constructor, command.input]);
    return Promise.resolve(answers[Math.min(sent.length, answers.length) - 1]);
  };
  const sleep = (ms: number) => Promise.resolve(void pauses.push(ms));
  return {
    engine: new AthenaEngine({ send } as never, { workGroup: 'example-usage', database: 'example_usage', sleep }),
    sent,
    pauses,
  };
}

test('starts a query in the workgroup, waits, and reads every page', async () => {
  const { engine, sent, pauses } = engineOf(
    { QueryExecutionId: 'q1' },
    state('QUEUED'),
    state('RUNNING'),
    state('SUCCEEDED', undefined, 4096),
    page(
      [
        ['client', 'bytes', 'share'],
        ['pip', '9007199254740991', '0.5'],
      ],
      'more',
    ),
    page([['client', '1', undefined]]),
  );
  expect(await engine.select('SELECT 1')).toEqual([
    ['pip', 9007199254740991, 0.5],
    ['client', 1, null],
  ]);
  const QueryExecutionId = 'q1';
  expect(sent).toEqual([
    [
      StartQueryExecutionCommand,
      { QueryString: 'SELECT 1', WorkGroup: 'example-usage', QueryExecutionContext: { Database: 'example_usage' } },
    ],
    ...[1, 2, 3].map(() => [GetQueryExecutionCommand, { QueryExecutionId }]),
    [GetQueryResultsCommand, { QueryExecutionId, NextToken: undefined }],
    [GetQueryResultsCommand, { QueryExecutionId, NextToken: 'more' }],
  ]);
  expect([pauses, engine.scans]).toEqual([[200, 400], [4096]]);
});

test.each([
  [
    state('FAILED', 'COLUMN_NOT_FOUND: line 1:8', 0),
    'Athena did not finish query q1, got: FAILED, COLUMN_NOT_FOUND: line 1:8. The runbook says what to do: docs/runbook.md#the-daily-count-fails.',
  ],
  [
    state('CANCELLED', 'Bytes scanned limit was exceeded', 20_000_000),
    'Athena did not finish query q1, got: CANCELLED, Bytes scanned limit was exceeded. It would have read, and cost, more than the workgroup allows; raise usage.gigabytesPerQuery when the logs are really that large.',
  ],
])('tells what a query fails of, and still counts what it read', async (failed, message) => {
  const { engine } = engineOf({ QueryExecutionId: 'q1' }, failed);
  await expect(engine.select('SELECT 1')).rejects.toThrow(new Error(message));
  expect(engine.scans).toEqual([failed.QueryExecution.Statistics.DataScannedInBytes]);
});

test('does not wait for ever', async () => {
  const { engine, pauses } = engineOf({ QueryExecutionId: 'q1' }, state('RUNNING'));
  await expect(engine.select('SELECT 1')).rejects.toThrow(
    new Error('Athena has not finished query q1 within ten minutes. The next run asks again.'),
  );
  expect(pauses.reduce((sum, ms) => sum + ms) / 60_000).toBeCloseTo(10, 0);
});
