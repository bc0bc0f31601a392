/**
 * Aggregates a month of log lines on this machine: `npm run bench:usage [-- <lines> [<days>]]`, 10 million unless told otherwise. Prints
 * how long it takes to read them and to make the tables of the month and of one day, as one morning's run does, the most memory that the
 * process had, and what Athena would read for one day and charge for it. With `days` the tables of all days and weeks are made too; they
 * do not count. The log is kept below `.local` for the next time.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { aggregate, tablesOf } from '../../../domain/usage/aggregate';
import type { Engine } from '../../../domain/usage/engine';
import { daysOf, periodNamed, periodOf } from '../../../domain/usage/period';
import { scanUsd } from '../../../domain/usage/scan-cost';
import { tableQuery } from '../../../domain/usage/sql/tables';
import { openDuckdb } from '../../../lib/cli/usage/duckdb-engine';

const LINES = Number(process.argv[2] ?? 10_000_000);
const WITH_DAYS = process.argv[3] === 'days';
const [MONTH, DAY] = [periodNamed('2026-10'), periodNamed('2026-10-14')];
/** What aggregating may take. */
const [MOST_SECONDS, MOST_MEMORY_MB] = [60, 1500];

function generated(logs: string, part: number): Promise<void> {
  const args = [String(LINES), MONTH.from, String(daysOf(MONTH).length), String(part), '2'];
  const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'generate.ts'), logs, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The generator ended with ${code}.`));
    });
  });
}

/** Written once: it takes longer than all that is measured. */
async function logsOf(folder: string): Promise<string> {
  const logs = join(folder, String(LINES));
  if (existsSync(logs)) return logs;
  const unfinished = `${logs}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await Promise.all([generated(unfinished, 0), generated(unfinished, 1)]);
  renameSync(unfinished, logs);
  return logs;
}

let [wall, cpu] = [0, 0];
const mostMemory = (): number => process.resourceUsage().maxRSS / 1000;

/** Says how long a part took. Processor time too, because other programs may have the processors meanwhile. */
async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const [from, used] = [process.hrtime.bigint(), process.cpuUsage()];
  const result = await work();
  const [took, own] = [Number(process.hrtime.bigint() - from) / 1e9, process.cpuUsage(used)];
  const processor = (own.user + own.system) / 1e6;
  wall += took;
  cpu += processor;
  const [seconds, busy, memory] = [took.toFixed(1), processor.toFixed(1), mostMemory().toFixed(0)].map((cell) =>
    cell.padStart(8),
  );
  console.log(`${name.padEnd(24)}${seconds} s${busy} s of processor${memory} MB of memory at most so far`);
  return result;
}

/** Bytes that each query over a day reads: the day's partitions, once for every time that it names `requests`. */
function scansOf(logs: string): number[] {
  const [year, month, date] = DAY.from.split('-') as [string, string, string];
  const folder = join(logs, 'distributionid=E1', `year=${year}`, `month=${month}`, `day=${date}`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return tablesOf('day').map((table) => bytes * (tableQuery(table, DAY).match(/FROM requests/g) ?? []).length);
}

async function main(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const logs = await logsOf(folder);
  const scratch = mkdtempSync(join(folder, 'scratch-'));
  try {
    const engine = await timed('read the log', () => openDuckdb({ logs, scratch }));
    await timed('tables of the month', () => aggregate(engine, MONTH));
    await timed('tables of one day', () => aggregate(engine, DAY));
    judge();
    if (WITH_DAYS) await daysAndWeeks(engine);
    await engine.close();
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const scans = scansOf(logs);
  const gigabytes = scans.reduce((sum, bytes) => sum + bytes, 0) / 1e9;
  console.log(`Athena, one day: ${scans.length} queries read ${gigabytes.toFixed(3)} GB for $${scanUsd(scans).toFixed(4)}`);
}

function judge(): void {
  const memory = mostMemory();
  console.log(
    `${LINES} lines: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor, at most ${memory.toFixed(0)} MB of memory`,
  );
  if (wall <= MOST_SECONDS && memory <= MOST_MEMORY_MB) return;
  console.error(`At most ${MOST_SECONDS} s and ${MOST_MEMORY_MB} MB are allowed.`);
  process.exitCode = 1;
}

async function daysAndWeeks(engine: Engine): Promise<void> {
  const days = daysOf(MONTH).map(periodNamed);
  const weeks = new Set(days.map(({ from }) => periodOf('week', from).name));
  await timed('tables of all days', async () => {
    for (const day of days) await aggregate(engine, day);
  });
  await timed('tables of all weeks', async () => {
    for (const week of weeks) await aggregate(engine, periodNamed(week));
  });
  console.log(`With all days and weeks: ${wall.toFixed(1)} s, ${cpu.toFixed(1)} s of processor`);
}

void main(join('.local', 'bench', 'usage'));
