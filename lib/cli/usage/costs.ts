/** Actual costs of a month from the payer's cost export: CUR 2.0, Parquet files as the payer's stack has them written. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { ActualCost } from '../../../domain/usage/report/input';
import { text } from '../../../domain/usage/sql/text';
import { CliError } from '../failure';

/** Credits are lines of their own, below zero. Tags arrive with the prefix of users' tags. */
const query = (files: string, { month, registry }: { month: string; registry: string }): string => `
SELECT COALESCE(resource_tags['user_component'], 'untagged') AS component,
  SUM(CASE WHEN line_item_line_item_type = 'Credit' THEN 0 ELSE line_item_unblended_cost END) AS usd,
  SUM(CASE WHEN line_item_line_item_type = 'Credit' THEN -line_item_unblended_cost ELSE 0 END) AS credits
FROM read_parquet(${text(files)}, union_by_name = true)
WHERE strftime(line_item_usage_start_date, '%Y-%m') = ${text(month)} AND resource_tags['user_registry'] = ${text(registry)}
GROUP BY 1 ORDER BY 2 DESC, 1`;

/** @throws CliError when there is no line of that month and registry */
export async function readCosts(folder: string, of: { month: string; registry: string }): Promise<ActualCost> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const files = join(folder, '**/*.parquet');
    const count = (await connection.runAndReadAll(`SELECT COUNT(*) FROM glob(${text(files)})`)).getRows()[0]?.[0];
    if (!Number(count))
      throw new CliError(`There is no Parquet file below '${folder}'; copy the cost export there, or leave --costs out`);
    const rows = (await connection.runAndReadAll(query(files, of))).getRows().map(([name, usd, credits]) => ({
      name: String(name),
      usd: Number(usd),
      credits: Number(credits),
    }));
    if (rows.length === 0)
      throw new CliError(
        `The cost export below '${folder}' has no line of ${of.month} with the tag registry '${of.registry}'; activate the tags (npx registry tags activate), or leave --costs out`,
      );
    return {
      byComponent: Object.fromEntries(rows.map(({ name, usd }) => [name, usd])),
      creditsUsd: rows.reduce((sum, { credits }) => sum + credits, 0),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
