/** What the queries must give, computed from log lines by plain loops. */
import type { EdgeLogRecord } from '../../../../domain/contracts/edge-log';
import type { Row, Value } from '../../../../domain/usage/engine';
import { classify } from '../../../../domain/usage/rules';
import { type Period, TABLES, type TableName } from '../../../../domain/usage/tables';
import type { LogLine } from './log-line';

export interface Seen {
  readonly line: LogLine;
  readonly keys: Readonly<Record<string, Value>>;
  readonly bytes: number;
  readonly status: number;
  readonly isDownload: boolean;
  readonly isLimited: boolean;
  readonly drawer: string;
  readonly path: string;
  /** Whether the drawer had drawn it before. */
  isRepeat: boolean;
}

type Cell = { keys: Value[]; seen: Seen[] };

/** Rows of a table in no particular order. */
export function referenceTable(table: TableName, period: Period, lines: readonly LogLine[]): Row[] {
  const seen = linesOf(period, lines);
  if (table === 'concentration') return concentration(seen);
  const { keys, measures } = TABLES[table];
  const rows = seen.filter((each) => isOf(table, each)).map((each) => (table === 'holder_projects' ? hidden(each) : each));
  markRepeats(rows, keys);
  const cells = new Map<string, Cell>();
  for (const each of rows) {
    const values = keys.map((key) => each.keys[key]!);
    const cell = cells.get(JSON.stringify(values)) ?? { keys: values, seen: [] };
    cell.seen.push(each);
    cells.set(JSON.stringify(values), cell);
  }
  return [...cells.values()].map((cell) => [...cell.keys, ...measures.map((name) => MEASURES[name]!(cell.seen))]);
}

export const linesOf = (period: Period, lines: readonly LogLine[]): Seen[] =>
  lines.filter(({ date }) => date >= period.from && date <= period.until).map(read);

function isOf(table: TableName, { keys, status }: Seen): boolean {
  if (table === 'files') return exists(keys, status);
  return table !== 'holder_projects' || keys.holder !== '-';
}

const exists = (keys: Seen['keys'], status: number): boolean => keys.ecosystem !== '-' && [200, 206, 304].includes(status);

const hidden = (seen: Seen): Seen =>
  exists(seen.keys, seen.status) || seen.status === 429 ? seen : { ...seen, keys: { ...seen.keys, project: '-' } };

export const MEASURES: Readonly<Record<string, (seen: readonly Seen[]) => number>> = {
  requests: (seen) => seen.length,
  bytes: (seen) => total(seen),
  downloads: (seen) => seen.filter(({ isDownload }) => isDownload).length,
  repeats: (seen) => seen.filter(({ isRepeat }) => isRepeat).length,
  repeat_bytes: (seen) => total(seen.filter(({ isRepeat }) => isRepeat)),
  hits: (seen) => seen.filter(({ line }) => /^(Refresh)?Hit$/.test(line['x-edge-result-type'])).length,
  cacheable: (seen) => seen.filter(({ line }) => /^((Refresh)?Hit|Miss)$/.test(line['x-edge-result-type'])).length,
  limited: (seen) => seen.filter(({ isLimited }) => isLimited).length,
  refused: (seen) => seen.filter(({ status }) => status === 429).length,
  client_errors: (seen) => seen.filter(({ status }) => Math.floor(status / 100) === 4).length,
  server_errors: (seen) => seen.filter(({ status }) => Math.floor(status / 100) === 5).length,
  addresses: (seen) => new Set(seen.map(({ line }) => line['c-ip'])).size,
};

const total = (seen: readonly Seen[]): number => seen.reduce((sum, { bytes }) => sum + bytes, 0);

/** The first download of a file by a drawer is by time, then bytes, then keys. */
export function markRepeats(seen: readonly Seen[], keys: readonly string[]): void {
  const order = ({ line, bytes, keys: values }: Seen): string =>
    `${line.date}${line.time}${String(bytes).padStart(16, '0')}${keys.map((key) => values[key]).join('\n')}`;
  const known = new Set<string>();
  const ordered = seen
    .filter(({ isDownload }) => isDownload)
    .sort((a, b) => Buffer.compare(Buffer.from(order(a)), Buffer.from(order(b))));
  for (const each of ordered) {
    const file = JSON.stringify([each.drawer, each.path]);
    each.isRepeat = known.has(file);
    known.add(file);
  }
}

function read(line: LogLine): Seen {
  const edge = recordOf(line['viewer-request-log-data']);
  const status = numberOf(line['sc-status']);
  const asn = numberOf(line.asn);
  const agent = decoded(line['cs(User-Agent)']);
  const path = pathOf(line['cs-uri-stem']);
  const { tier = 'anonymous', holder = '-', ecosystem = '-', project = '', kind = '-', limited } = edge;
  const isFirstByte = status === 200 || (status === 206 && line['sc-range-start'] === '0');
  const keys = {
    ...{ tier, holder, ecosystem, project: project || '-', kind, asn, status, path },
    ...classify(agent, asn),
    day: line.date,
    hour: Number(line.time.slice(0, 2)),
    country: line['c-country'],
    result: line['x-edge-result-type'],
  };
  return {
    ...{ line, keys, status, path, isRepeat: false },
    bytes: numberOf(line['sc-bytes']),
    isDownload: line['cs-method'] === 'GET' && kind === 'file' && isFirstByte,
    isLimited: status === 429 || Boolean(limited),
    drawer: holder === '-' ? `${asn}/${rangeOf(line['c-ip'])}` : `${tier}/${holder}`,
  };
}

const numberOf = (value: string): number => (/^\d+$/.test(value) ? Number(value) : 0);

/** Printable ASCII only: other escapes stay. */
const decoded = (value: string): string =>
  value.replace(/%(20|22|23|27|3C|3E|5B|5C|5D|5E|60|7B|7C|7D|7E|25)/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );

const pathOf = (stem: string): string => {
  const path = decoded(stem).replace(/%(2f|21|40|2b)/gi, (each) => decodeURIComponent(each));
  return path.replace(/^\/t\/[a-z0-9]+\/[a-z0-9-]+(?=\/|$)/, '') || '/';
};

/** Of what was cut, all fields that are whole. */
function recordOf(value: string): Partial<EdgeLogRecord> {
  const json = decoded(value);
  for (const text of [json, `${json.slice(0, json.lastIndexOf(',"'))}}`]) {
    try {
      return JSON.parse(text) as EdgeLogRecord;
    } catch {
      // Cut, or nothing.
    }
  }
  return {};
}

/** In IPv6 by writing all groups out. */
export function rangeOf(ip: string): string {
  if (/^\d+\.\d+\.\d+\./.test(ip)) return `${ip.split('.').slice(0, 3).join('.')}.0/24`;
  if (!ip.includes(':')) return '-';
  const [head = '', tail] = ip.split('::');
  const [left, right] = [head, tail ?? ''].map((half) => half.split(':').filter(Boolean));
  const zeros = Array<string>(8 - left!.length - right!.length).fill('0');
  return `${[...left!, ...(tail === undefined ? [] : zeros), ...right!].slice(0, 3).join(':')}::/48`;
}

function concentration(seen: readonly Seen[]): Row[] {
  const byAddress = new Map<string, Seen[]>();
  for (const each of seen) byAddress.set(each.line['c-ip'], [...(byAddress.get(each.line['c-ip']) ?? []), each]);
  const busiest = [...byAddress].sort(
    ([a, x], [b, y]) => total(y) - total(x) || y.length - x.length || Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  return [1, 10, 50, 100, 200, 500, 1000].flatMap((permille) => {
    const share = busiest.slice(0, Math.ceil((busiest.length * permille) / 1000));
    const lines = share.flatMap(([, each]) => each);
    return share.length ? [[permille, lines.length, total(lines), share.length]] : [];
  });
}
