/**
 * Aggregates a month of log lines on this machine: `npm run bench:usage [-- <lines>]`, 10 million unless told otherwise. Prints how long
 * it takes, the most memory that the process had, and what Athena would read for one day and charge for it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aggregate, tablesOf } from '../../../domain/usage/aggregate';
import { addDays, daysOf, periodNamed } from '../../../domain/usage/period';
import { scanUsd } from '../../../domain/usage/scan-cost';
import { tableQuery } from '../../../domain/usage/sql/tables';
import { openDuckdb } from '../../../lib/cli/usage/duckdb-engine';

const LINES = Number(process.argv[2] ?? 10_000_000);
const [MONTH, DAY] = [periodNamed('2026-10'), periodNamed('2026-10-14')];
/** What aggregating may take. */
const [MOST_SECONDS, MOST_MEMORY_MB] = [60, 1500];

function generated(logs: string, part: number): Promise<void> {
  const args = [String(LINES), MONTH.from, String(daysOf(MONTH).length), String(part), '2'];
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'generate.ts'), logs, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The generator ended with ${code}.`))));
  });
}

let [wall, cpu] = [0, 0];
/** Says how long a part took. Processor time too, because other programs may have the processors meanwhile. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const [from, used] = [process.hrtime.bigint(), process.cpuUsage()];
  const result = await work();
  const [took, own] = [Number(process.hrtime.bigint() - from) / 1e9, process.cpuUsage(used)];
  const processor = (own.user + own.system) / 1e6;
  wall += took;
  cpu += processor;
  console.log(`${name.padEnd(24)}${took.toFixed(1).padStart(8)} s${processor.toFixed(1).padStart(8)} s of processor`);
  return result;
}

/** Bytes that each query over a day reads: the partitions of three days, once for every time that it names `requests`. */
function scansOf(logs: string): number[] {
  const sizes = [addDays(DAY.from, -1), DAY.from, addDays(DAY.from, 1)].map((day) => {
    const [year, month, date] = day.split('-') as [string, string, string];
    const folder = join(logs, 'distributionid=E1', `year=${year}`, `month=${month}`, `day=${date}`);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
    return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  });
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return tablesOf('day').map((table) => bytes * (tableQuery(table, DAY).match(/FROM requests/g) ?? []).length);
}

async function main(logs: string, scratch: string): Promise<void> {
  await Promise.all([generated(logs, 0), generated(logs, 1)]);
  const engine = await timed('read the log', () => openDuckdb({ logs, scratch }));
  await timed('tables of the month', () => aggregate(engine, MONTH));
  await timed('tables of its days', async () => {
    for (const day of daysOf(MONTH)) await aggregate(engine, periodNamed(day));
  });
  await engine.close();
  const memory = process.resourceUsage().maxRSS / 1000;
  console.log(
    `${LINES} lines: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor, at most ${memory.toFixed(0)} MB of memory`,
  );
  const scans = scansOf(logs);
  const gigabytes = scans.reduce((sum, bytes) => sum + bytes, 0) / 1e9;
  console.log(`Athena, one day: ${scans.length} queries read ${gigabytes.toFixed(3)} GB for $${scanUsd(scans).toFixed(4)}`);
  if (wall <= MOST_SECONDS && memory <= MOST_MEMORY_MB) return;
  console.error(`At most ${MOST_SECONDS} s and ${MOST_MEMORY_MB} MB are allowed.`);
  process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-usage-'));
main(join(folder, 'logs'), folder).finally(() => {
  rmSync(folder, { recursive: true, force: true });
});
