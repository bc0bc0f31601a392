/** A query for each table, over `requests`; what comes before it is in `requests.ts`. */
import { type Period, TABLES, type TableName } from '../tables';
import { withRequests } from './requests';
import { sum } from './text';

interface Query {
  /** Further named parts, `<name> AS (...)`. */
  readonly parts?: readonly string[];
  readonly select: string;
}

const COUNTED: Readonly<Record<string, string>> = {
  requests: 'COUNT(*)',
  bytes: sum('bytes'),
  downloads: sum('download'),
  hits: count("result IN ('Hit', 'RefreshHit')"),
  cacheable: count("result IN ('Hit', 'RefreshHit', 'Miss')"),
  limited: sum('limited'),
  refused: count('status = 429'),
  client_errors: count('status BETWEEN 400 AND 499'),
  server_errors: count('status BETWEEN 500 AND 599'),
  addresses: 'COUNT(DISTINCT ip)',
};

/** Of the parts that {@link withRepeats} joins. */
const REPEATS: Readonly<Record<string, string>> = {
  repeats: 'downloads - COALESCE(first_of.files, 0)',
  repeat_bytes: 'download_bytes - COALESCE(first_of.bytes, 0)',
};

function count(condition: string): string {
  return `COUNT_IF(${condition})`;
}

/** A file was asked for and is there. What is not there has any name that somebody typed. */
const EXISTS = "ecosystem <> '-' AND status IN (200, 206, 304)";

interface Rows {
  readonly where?: string;
  /** Keys that are no column, each with what it is. */
  readonly renamed?: Readonly<Record<string, string>>;
}

const keysOf = (table: TableName, { renamed = {} }: Rows): string[] =>
  TABLES[table].keys.map((key) => (renamed[key] ? `${renamed[key]} AS ${key}` : key));

/** One row for each combination of the keys. */
function grouped(table: TableName, rows: Rows = {}, more: readonly string[] = []): Query {
  const { keys, measures } = TABLES[table];
  const counted = measures.filter((measure) => !REPEATS[measure]).map((measure) => `${COUNTED[measure]!} AS ${measure}`);
  const columns = [...keysOf(table, rows), ...counted, ...more].join(', ');
  return {
    select: `SELECT ${columns} FROM requests${rows.where ? ` WHERE ${rows.where}` : ''} GROUP BY ${ordinals(keys.length)}`,
  };
}

/** Seconds of a period take 22 of a number's 63 bits, which leaves 41 for bytes: 2 TB, where CloudFront serves at most 50 GB. */
const MOST_BYTES = 2 ** 41;
const MOMENT = `period_second * ${MOST_BYTES} + least(bytes, ${MOST_BYTES - 1})`;

/**
 * The same with repeats: downloads less the first one of each file by each drawer, which is the first by second, then by bytes, then by
 * keys as texts. It is looked for among the first ones of each row, which are numbers, and far fewer than downloads.
 */
function withRepeats(table: TableName, rows: Rows = {}): Query {
  const { keys, measures } = TABLES[table];
  const list = keys.join(', ');
  const texts = keys.map((name) => `CAST(${name} AS VARCHAR)`).join(', ');
  return {
    parts: [
      `rows_of AS (${grouped(table, rows, [`${sum('download * bytes')} AS download_bytes`]).select})`,
      `first_of_row AS (SELECT ${keysOf(table, rows).join(', ')}, drawer, file, MIN(${MOMENT}) AS moment FROM requests WHERE download = 1${rows.where ? ` AND ${rows.where}` : ''} GROUP BY ${ordinals(keys.length + 2)})`,
      `ordered AS (SELECT ${list}, mod(moment, ${MOST_BYTES}) AS bytes, row_number() OVER (PARTITION BY drawer, file ORDER BY moment, ${texts}) AS place FROM first_of_row)`,
      `first_of AS (SELECT ${list}, COUNT(*) AS files, ${sum('bytes')} AS bytes FROM ordered WHERE place = 1 GROUP BY ${ordinals(keys.length)})`,
    ],
    select: `SELECT ${[...keys, ...measures].map(repeatColumn).join(', ')} FROM rows_of LEFT JOIN first_of ON ${keys.map((name) => `first_of.${name} = rows_of.${name}`).join(' AND ')}`,
  };
}

const repeatColumn = (name: string): string => (REPEATS[name] ? `${REPEATS[name]} AS ${name}` : `rows_of.${name}`);

/** Positions from 1 on, for `GROUP BY`. */
const ordinals = (length: number): string => Array.from({ length }, (_, i) => i + 1).join(', ');

const SHARES = [1, 10, 50, 100, 200, 500, 1000];

/** An address is among the busiest `permille` when fewer than that share of all are busier. The address itself only settles ties. */
const CONCENTRATION: Query = {
  parts: [
    `by_address AS (SELECT ip, COUNT(*) AS requests, ${sum('bytes')} AS bytes FROM requests GROUP BY 1)`,
    'ranked AS (SELECT requests, bytes, row_number() OVER (ORDER BY bytes DESC, requests DESC, ip) AS place, COUNT(*) OVER () AS addresses FROM by_address)',
    `shares (permille) AS (VALUES ${SHARES.map((permille) => `(${permille})`).join(', ')})`,
  ],
  select: `SELECT permille, ${sum('requests')} AS requests, ${sum('bytes')} AS bytes, COUNT(*) AS addresses FROM ranked CROSS JOIN shares WHERE (place - 1) * 1000 < ranked.addresses * permille GROUP BY 1`,
};

const QUERIES: Readonly<Record<TableName, Query>> = {
  hours: grouped('hours'),
  files: grouped('files', { where: EXISTS, renamed: { path: 'file' } }),
  tiers: withRepeats('tiers'),
  clients: grouped('clients'),
  networks: withRepeats('networks'),
  answers: grouped('answers'),
  concentration: CONCENTRATION,
  holder_projects: withRepeats('holder_projects', {
    where: "holder <> '-'",
    // A project that is not there has any name that somebody typed.
    renamed: { project: `CASE WHEN ${EXISTS} OR status = 429 THEN project ELSE '-' END` },
  }),
};

/** Where the log is staged, `file` is a number. */
const STAGED_FILES: Query = {
  parts: [`counted AS (${QUERIES.files.select})`],
  select: `SELECT ${[...TABLES.files.keys, ...TABLES.files.measures].map((name) => (name === 'path' ? 'paths.path' : `counted.${name}`)).join(', ')} FROM counted JOIN paths ON paths.file = counted.path`,
};

/** The query of a table for a period: its keys, then its measures. @param staged see `Engine.staged` */
export function tableQuery(table: TableName, period: Period, staged = false): string {
  const { parts = [], select } = staged && table === 'files' ? STAGED_FILES : QUERIES[table];
  return `${[withRequests(period, staged), ...parts].join(',\n')}\n${select}`;
}
