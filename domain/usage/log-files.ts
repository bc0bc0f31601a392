/** What may be wrong with a file of the access log, and what becomes of such a file: no line is counted twice, and none is lost. */
import { ACCESS_LOG_FIELDS } from '../contracts/access-log';
import { CDN_LOGS_PREFIX } from '../contracts/keys';
import { LOG_FAULTS_PREFIX, LOG_FILES_PREFIX } from '../contracts/usage';
import { daysOf } from './period';
import type { Period } from './tables';

export const LOG_FAULTS = ['damaged', 'empty', 'duplicate', 'malformed', 'another-day', 'unknown-column'] as const;
export type LogFault = (typeof LOG_FAULTS)[number];

/**
 * `kept`: counted as it is. `set-aside`: not counted. `sorted`: its lines are counted, each in the folder of its hour, in files that take
 * its place.
 */
export type Fate = 'kept' | 'set-aside' | 'sorted';

/** What reading a file has found. */
export interface LogFileReading {
  /** SHA-256 of what is in the gzip, in hex. */
  readonly digest: string;
  readonly lines: number;
  /** Lines that are no JSON object with a date and a time. */
  readonly malformed: number;
  /** Lines of another day than the folder's. */
  readonly elsewhere: number;
  /** Columns that the delivery does not ask for, or that a line lacks. */
  readonly columns: readonly string[];
  /** Why the gzip cannot be read to its end. @default it can */
  readonly damage?: string | undefined;
}

export interface Judgement {
  readonly fate: Fate;
  readonly faults: readonly { readonly fault: LogFault; readonly detail: string }[];
}

/** As it is kept, to be told once. */
export interface ReportedFault {
  /** Key in the logs bucket, as delivered. */
  readonly file: string;
  /** Of its folder. */
  readonly day: string;
  readonly fault: LogFault;
  readonly detail: string;
  readonly fate: Fate;
}

/** @param earlier the file that had the same content before, if any */
export function judge(reading: LogFileReading, earlier: string | undefined): Judgement {
  const { damage, lines, malformed, elsewhere, columns } = reading;
  if (damage !== undefined) return setAside('damaged', `the gzip cannot be read to its end: ${damage}`);
  if (lines === 0) return setAside('empty', 'it has no lines');
  if (earlier !== undefined) return setAside('duplicate', `the same lines have come as ${earlier}`);
  const faults = [
    ...some(
      malformed,
      'malformed',
      `${malformed} of ${lines} lines are no JSON object with a date and a time; they are left out`,
    ),
    ...some(elsewhere, 'another-day', `${elsewhere} of ${lines} lines are of another day; they are counted there`),
    ...some(columns.length, 'unknown-column', `columns differ from those that are delivered: ${columns.join(', ')}`),
  ];
  return { fate: malformed + elsewhere > 0 ? 'sorted' : 'kept', faults };
}

const setAside = (fault: LogFault, detail: string): Judgement => ({ fate: 'set-aside', faults: [{ fault, detail }] });
const some = (count: number, fault: LogFault, detail: string) => (count > 0 ? [{ fault, detail }] : []);

interface Hour {
  readonly day: string;
  readonly hour: string;
  /** Names of the columns that the line has. */
  readonly columns: readonly string[];
}

const DAY = '\\d{4}-\\d\\d-\\d\\d';
const HOUR = '[01]\\d|2[0-3]';
/** Within a JSON string that has no escape: CloudFront encodes what would need one. */
const PLAIN = '[^"\\\\\\x00-\\x1f]*';
const VALUES: Readonly<Record<string, string>> = { date: `(${DAY})`, time: `(${HOUR}):${PLAIN}` };
/** A line as it is delivered, which takes a seventh of the time that parsing it takes. */
const USUAL = new RegExp(
  `^\\{${ACCESS_LOG_FIELDS.map((name) => `"${name.replace(/[()]/g, '\\$&')}":"${VALUES[name] ?? PLAIN}"`).join(',')}\\}$`,
);

/** The day and the hour of a line; undefined when it has none. */
export function hourOf(line: string): Hour | undefined {
  const usual = USUAL.exec(line);
  return usual ? { day: usual[1]!, hour: usual[2]!, columns: ACCESS_LOG_FIELDS } : parsedHourOf(line);
}

function parsedHourOf(line: string): Hour | undefined {
  const values = objectOf(line);
  const { date: day, time } = values ?? {};
  if (values === undefined || typeof day !== 'string' || typeof time !== 'string') return undefined;
  if (!WHOLE_DAY.test(day) || !WHOLE_HOUR.test(time)) return undefined;
  return { day, hour: time.slice(0, 2), columns: Object.keys(values) };
}

const WHOLE_DAY = new RegExp(`^${DAY}$`);
const WHOLE_HOUR = new RegExp(`^(${HOUR}):`);

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const KNOWN: ReadonlySet<string> = new Set(ACCESS_LOG_FIELDS);
/** A file of another format would have as many names as values. */
const MOST_COLUMNS = 20;

/** Counts lines as they come. */
export class LineCount {
  private lines = 0;
  private malformed = 0;
  private elsewhere = 0;
  private readonly columns = new Set<string>();

  /** @param day of the folder */
  constructor(private readonly day: string) {}

  add(line: string): void {
    this.lines++;
    const found = hourOf(line);
    if (!found) this.malformed++;
    else if (found.day !== this.day) this.elsewhere++;
    if (found) this.addColumns(found.columns);
  }

  /** Nearly every line has just those that are known. */
  private addColumns(columns: readonly string[]): void {
    if (columns === ACCESS_LOG_FIELDS) return;
    if (columns.length === KNOWN.size && columns.every((name) => KNOWN.has(name))) return;
    const names = new Set(columns);
    for (const name of columns) if (!KNOWN.has(name)) this.addColumn(`${name.slice(0, 60)} is new`);
    for (const name of KNOWN) if (!names.has(name)) this.addColumn(`${name} is missing`);
  }

  private addColumn(text: string): void {
    if (this.columns.size < MOST_COLUMNS) this.columns.add(text);
  }

  reading(digest: string, damage?: string): LogFileReading {
    const { lines, malformed, elsewhere } = this;
    return { digest, lines, malformed, elsewhere, columns: [...this.columns].sort(), damage };
  }
}

/** @param hour its files only. @default those of the whole day */
export function logFolder(distributionId: string, day: string, hour?: string): string {
  const [year, month, date] = day.split('-');
  const folder = `${CDN_LOGS_PREFIX}distributionid=${distributionId}/year=${year}/month=${month}/day=${date}/`;
  return hour === undefined ? folder : `${folder}hour=${hour}/`;
}

/** Below which all files of a period lie, each at least once. @param period a day, an ISO week or a month */
export const logFolders = (distributionId: string, { kind, from, until }: Period): string[] =>
  kind === 'month'
    ? [logFolder(distributionId, from).replace(/day=\d\d\/$/, '')]
    : daysOf({ from, until }).map((day) => logFolder(distributionId, day));

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

const SORTED = '.sorted.gz';
/** Where the lines of an hour of a sorted file go: the same lines always to the same place. */
export const sortedKey = (folder: string, digest: string): string => `${folder}${digest.slice(0, 32)}${SORTED}`;
/** Whether a file is of such lines, which have been looked at. */
export const isSorted = (key: string): boolean => key.endsWith(SORTED);
export const logFaultKey = ({ day, file, fault }: Pick<ReportedFault, 'day' | 'file' | 'fault'>): string =>
  `${LOG_FAULTS_PREFIX}${day}/${nameOf(file)}.${fault}.json`;
/** Of the files of a day that have been inspected. */
export const inspectedKey = (distributionId: string, day: string): string => `${LOG_FILES_PREFIX}${day}/${distributionId}.json`;
