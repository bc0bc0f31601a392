/** Files of a cost export as the payer's stack has them written: CUR 2.0 in Parquet. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readCosts } from '../../../../lib/cli/usage/costs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'costs-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Line = readonly [day: string, type: string, usd: number, registry: string, component: string | undefined];

async function writeExport(name: string, lines: readonly Line[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const values = lines.map(([day, type, usd, registry, component]) => {
    const tags = [`'user_registry': '${registry}'`, ...(component === undefined ? [] : [`'user_component': '${component}'`])];
    return `(TIMESTAMP '${day} 00:00:00', '${type}', CAST(${usd} AS DOUBLE), MAP {${tags.join(', ')}})`;
  });
  mkdirSync(join(folder, 'data'), { recursive: true });
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${values.join(', ')}) AS lines(line_item_usage_start_date, line_item_line_item_type, line_item_unblended_cost, resource_tags)) TO '${join(folder, 'data', name)}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

test('costs of the month and the registry by component, over all files; credits apart', async () => {
  await writeExport('one.parquet', [
    ['2026-10-01', 'Usage', 10, 'example', 'delivery'],
    ['2026-10-31', 'Usage', 2.5, 'example', 'delivery'],
    ['2026-10-05', 'Usage', 5, 'example', 'tiers'],
    ['2026-10-05', 'Credit', -4, 'example', 'tiers'],
    ['2026-11-01', 'Usage', 100, 'example', 'delivery'],
  ]);
  await writeExport('two.parquet', [
    ['2026-10-06', 'Usage', 1, 'example', undefined],
    ['2026-10-06', 'Usage', 100, 'another', 'delivery'],
  ]);
  expect(await readCosts(folder, { month: '2026-10', registry: 'example' })).toEqual({
    byComponent: { delivery: 12.5, tiers: 5, untagged: 1 },
    creditsUsd: 4,
  });
});

test('no line of that month is told, not taken for nothing', async () => {
  await writeExport('one.parquet', [['2026-10-01', 'Usage', 10, 'example', 'delivery']]);
  await expect(readCosts(folder, { month: '2026-09', registry: 'example' })).rejects.toThrow(
    `The cost export below '${folder}' has no line of 2026-09 with the tag registry 'example'; activate the tags (npx registry tags activate), or leave --costs out`,
  );
});

test('a folder without an export is told', async () => {
  await expect(readCosts(folder, { month: '2026-10', registry: 'example' })).rejects.toThrow(
    `There is no Parquet file below '${folder}'; copy the cost export there, or leave --costs out`,
  );
});
