/** Log files of a folder as they may be counted: each line once, in the folder of its day. The files themselves stay as they are. */
import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { readEach } from '../../../domain/read-each';
import { hourOf, judge, type LogFault, type LogFileReading, logFolder } from '../../../domain/usage/log-files';
import { eachLine, readLogFile } from '../../../domain/usage/read-log-file';

export interface CleanLogs {
  readonly files: number;
  readonly lines: number;
  /** Days that have a folder now. */
  readonly folders: readonly string[];
  readonly faults: readonly { readonly file: string; readonly fault: LogFault; readonly detail: string }[];
}

/** @param to an empty folder, on the same disk if possible */
export async function cleanLogs(from: string, to: string): Promise<CleanLogs> {
  const names = await gzipsIn(from);
  const seen = new Map<string, string>();
  const faults: CleanLogs['faults'][number][] = [];
  let lines = 0;
  // In the order of their names: of two that are the same the first one counts.
  const read = async ([i, name]: [number, string]) => ({ i, name, reading: await readLog(join(from, name), dayOf(name)) });
  for await (const { i, name, reading } of readEach([...names.entries()], read, AT_ONCE)) {
    const file = join(from, name);
    const judged = judge(reading, seen.get(reading.digest));
    faults.push(...judged.faults.map((fault) => ({ file: name, ...fault })));
    if (judged.fate === 'set-aside') continue;
    seen.set(reading.digest, name);
    lines += reading.lines - reading.malformed;
    if (judged.fate === 'kept' && dayOf(name) !== '') await linkInto(file, join(to, name));
    else await sortInto(file, to, i);
  }
  return { files: names.length, lines, folders: [...new Set((await gzipsIn(to)).map(dayOf))], faults };
}

/** Unpacking goes on beside looking at the lines. */
const AT_ONCE = 4;

const gzipsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.gz')).sort();

/** Of the folder that it lies in; '' for a file that lies in none, whose lines say it. */
function dayOf(name: string): string {
  const [, year, month, day] = /year=(\d{4})\/month=(\d\d)\/day=(\d\d)\//.exec(name) ?? [];
  return year === undefined ? '' : `${year}-${month}-${day}`;
}

async function readLog(file: string, day: string): Promise<LogFileReading> {
  const { size } = await stat(file);
  const reading = await readLogFile({ size, body: createReadStream(file) }, day);
  // A file in no folder has lines of no other.
  return day === '' ? { ...reading, elsewhere: 0 } : reading;
}

async function linkInto(file: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  // Not every folder is on the same disk.
  await link(resolve(file), to).catch(() => copyFile(file, to));
}

/** @param number of the file: names in `to` differ by it */
async function sortInto(file: string, to: string, number: number): Promise<void> {
  const parts = new Map<string, Gzip>();
  const written: Promise<void>[] = [];
  await eachLine(createReadStream(file), (line) => {
    const found = hourOf(line);
    if (!found) return undefined;
    const folder = join(to, logFolder('local', found.day, found.hour));
    let part = parts.get(folder);
    if (!part) {
      mkdirSync(folder, { recursive: true });
      part = createGzip();
      parts.set(folder, part);
      written.push(pipeline(part, createWriteStream(join(folder, `${number}.gz`))));
    }
    return part.write(`${line}\n`) ? undefined : once(part, 'drain');
  });
  for (const part of parts.values()) part.end();
  await Promise.all(written);
}
