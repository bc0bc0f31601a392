/** Runs queries over the access log in Athena, and adds up what they read, by which they are billed. */
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Engine, Row, Value } from '../../../domain/usage/engine';

export interface AthenaSettings {
  /** It sets where results go and how much a query may read. */
  readonly workGroup: string;
  readonly database: string;
  /** @param ms milliseconds */
  readonly sleep: (ms: number) => Promise<void>;
}

/** A query takes seconds; of ten minutes the function has fifteen. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
const MOST_PAUSES = 300;

const NUMBERS: ReadonlySet<string> = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'float', 'double', 'decimal']);

export class AthenaEngine implements Engine {
  /** Bytes that each query so far has read, in their order. */
  readonly scans: number[] = [];

  constructor(
    private readonly client: AthenaClient,
    private readonly settings: AthenaSettings,
  ) {}

  async select(sql: string): Promise<readonly Row[]> {
    const { workGroup: WorkGroup, database: Database } = this.settings;
    const started = await this.client.send(
      new StartQueryExecutionCommand({ QueryString: sql, WorkGroup, QueryExecutionContext: { Database } }),
    );
    const id = started.QueryExecutionId!;
    const { Status, Statistics } = await this.finished(id);
    this.scans.push(Statistics?.DataScannedInBytes ?? 0);
    if (Status?.State !== 'SUCCEEDED') throw new Error(failure(id, Status));
    return this.rows(id);
  }

  private async finished(id: string): Promise<QueryExecution> {
    for (let pauses = 0; pauses < MOST_PAUSES; pauses++) {
      const { QueryExecution: execution = {} } = await this.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
      if (!['QUEUED', 'RUNNING'].includes(execution.Status?.State ?? 'QUEUED')) return execution;
      await this.settings.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** pauses));
    }
    throw new Error(`Athena has not finished query ${id} within ten minutes. The next run asks again.`);
  }

  private async rows(id: string): Promise<Row[]> {
    const rows: Row[] = [];
    let next: string | undefined;
    do {
      const page = await this.client.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: next }));
      // The first row of the first page has the names of the columns.
      rows.push(...rowsOf(page).slice(next === undefined ? 1 : 0));
      next = page.NextToken;
    } while (next !== undefined);
    return rows;
  }
}

function rowsOf({ ResultSet = {} }: GetQueryResultsCommandOutput): Row[] {
  const columns = ResultSet.ResultSetMetadata?.ColumnInfo ?? [];
  const isNumber = columns.map(({ Type = '' }) => NUMBERS.has(Type.toLowerCase()));
  return (ResultSet.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }, i) => cellOf(VarCharValue, isNumber[i])));
}

const cellOf = (text: string | undefined, isNumber = false): Value =>
  text === undefined ? null : isNumber ? Number(text) : text;

/** https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html */
function failure(id: string, status: QueryExecution['Status']): string {
  const { State = 'without a state', StateChangeReason: reason = 'no reason given' } = status ?? {};
  const advice = /bytes scanned limit/i.test(reason)
    ? 'It would have read, and cost, more than the workgroup allows; raise usage.gigabytesPerQuery when the logs are really that large.'
    : 'The runbook says what to do: docs/runbook.md#the-daily-count-fails.';
  return `Athena did not finish query ${id}, got: ${State}, ${reason}. ${advice}`;
}
