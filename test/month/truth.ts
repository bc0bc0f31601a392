/**
 * What happened in the month, counted from what clients sent and got: it knows nothing of logs and queries. Names are those of
 * `domain/usage/tables.ts`.
 */
import { type EdgeResponse, header } from '../../local/http';
import type { Agent } from './agents';
import type { TrueClass } from './kinds';
import { isFilePath } from './objects';

/** One request and its answer. */
export interface Seen {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly address: string;
  /** /24 or /48. */
  readonly range: string;
  readonly asn: number;
  readonly country: string;
  readonly method: string;
  /** Without the tier's prefix. */
  readonly path: string;
  readonly agent: Agent;
  readonly class: TrueClass;
  /** Of a valid token. */
  readonly token: { readonly tier: string; readonly holder: string } | undefined;
  readonly response: EdgeResponse;
}

export interface Sums {
  requests: number;
  bytes: number;
  downloads: number;
  hits: number;
  cacheable: number;
  refused: number;
  client_errors: number;
  server_errors: number;
  repeats: number;
  repeat_bytes: number;
}

const nothing = (): Sums => ({
  requests: 0,
  bytes: 0,
  downloads: 0,
  hits: 0,
  cacheable: 0,
  refused: 0,
  client_errors: 0,
  server_errors: 0,
  repeats: 0,
  repeat_bytes: 0,
});

export type Sets =
  | 'all'
  | 'days'
  | 'weeks'
  | 'hours'
  | 'classes'
  | 'clients'
  | 'tiers'
  | 'networks'
  | 'answers'
  | 'files'
  | 'addresses';

type Key = readonly [set: Sets, key: string];

interface Download {
  readonly second: number;
  readonly bytes: number;
  readonly keys: readonly Key[];
}

/** Sums by key; distinct addresses by key where the key is no address. */
export class Truth {
  readonly sums = new Map<Sets, Map<string, Sums>>();
  private readonly known = new Map<Sets, Map<string, Set<string>>>();
  /** What each drawer has downloaded, and when first. */
  private readonly first = new Map<string, Download>();
  /** Texts that nobody may ever read in what is published. */
  readonly secrets = {
    addresses: new Set<string>(),
    ranges: new Set<string>(),
    missing: new Set<string>(),
    agents: new Map<string, Set<string>>(),
  };

  of = (set: Sets, key: string): Sums => this.sums.get(set)?.get(key) ?? nothing();
  keys = (set: Sets): string[] => [...(this.sums.get(set)?.keys() ?? [])].sort();
  addresses = (set: Sets, key: string): number => this.known.get(set)?.get(key)?.size ?? 0;

  add(seen: Seen): void {
    const { at, address, asn, country, class: of, agent, path, response } = seen;
    const time = new Date(at).toISOString();
    const verified = verifiedOf(seen);
    const result = resultOf(response);
    const keys: Key[] = [
      ['all', ''],
      ['days', time.slice(0, 10)],
      ['weeks', mondayOf(at)],
      ['hours', time.slice(0, 13)],
      ['classes', of],
      ['clients', `${agent.client} ${agent.version}`],
      ['tiers', verified ? `${verified.tier}/${verified.holder}` : 'anonymous/-'],
      ['networks', `${asn} ${country}`],
      ['answers', `${response.status} ${result}`],
      ['addresses', address],
    ];
    if ([200, 206, 304].includes(response.status)) keys.push(['files', path]);
    const change = changeOf(seen, result);
    for (const [set, key] of keys) this.count(set, key, address, change);
    if (change.downloads) this.download(seen, verified, change.bytes, keys);
    this.remember(seen);
  }

  private count(set: Sets, key: string, address: string, change: Sums): void {
    const sums = entry(
      entry(this.sums, set, () => new Map<string, Sums>()),
      key,
      nothing,
    );
    for (const name of Object.keys(change) as (keyof Sums)[]) sums[name] += change[name];
    if (set === 'addresses') return;
    entry(
      entry(this.known, set, () => new Map<string, Set<string>>()),
      key,
      () => new Set<string>(),
    ).add(address);
  }

  /** A repeat is a download of a file that its drawer has had before: a holder, or everybody of one address range in one network. */
  private download({ at, asn, range, path }: Seen, verified: Seen['token'], bytes: number, keys: readonly Key[]): void {
    const drawer = verified ? `${verified.tier}/${verified.holder}` : `${asn} ${range}`;
    const download = { second: Math.floor(at / 1000), bytes };
    const week = mondayOf(at);
    const isOfWeek = ([set]: Key): boolean => set === 'weeks';
    this.repeat(`${drawer} ${path}`, { ...download, keys: keys.filter((key) => !isOfWeek(key)) });
    this.repeat(`${week} ${drawer} ${path}`, { ...download, keys: keys.filter(isOfWeek) });
  }

  private repeat(name: string, now: Download): void {
    const before = this.first.get(name);
    // Logs tell seconds: of two downloads within one, the smaller one counts as the first.
    const isFirst = !before || (before.second === now.second && now.bytes < before.bytes);
    if (isFirst) this.first.set(name, now);
    const repeated = isFirst ? before : now;
    for (const [set, key] of repeated?.keys ?? []) {
      const sums = this.sums.get(set)!.get(key)!;
      sums.repeats += 1;
      sums.repeat_bytes += repeated!.bytes;
    }
  }

  private remember({ address, range, response, path, agent }: Seen): void {
    this.secrets.addresses.add(address);
    this.secrets.ranges.add(range);
    if (response.status === 404) this.secrets.missing.add(path);
    entry(this.secrets.agents, agent.text, () => new Set<string>()).add(address);
  }
}

const DAY_MS = 86_400_000;
/** The day on which the week of a moment began. */
export const mondayOf = (at: number): string =>
  new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);

function entry<Name, Value>(map: Map<Name, Value>, key: Name, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const changeOf = ({ method, path, response }: Seen, result: string): Sums => {
  const { status } = response;
  const isDownload = method === 'GET' && isFilePath(path) && (status === 200 || (status === 206 && startsAtZero(response)));
  const isHit = result === 'Hit' || result === 'RefreshHit';
  return {
    ...nothing(),
    requests: 1,
    bytes: bytesOf(response),
    downloads: Number(isDownload),
    hits: Number(isHit),
    cacheable: Number(isHit || result === 'Miss'),
    refused: Number(status === 429),
    client_errors: Number(status >= 400 && status < 500),
    server_errors: Number(status >= 500),
  };
};

/** Whom the log knows by a token: not those whom the web ACL refused, nor who asked for what no path leads to, see `EdgeLogRecord`. */
function verifiedOf({ token, response }: Seen): Seen['token'] {
  const isUnrouted = response.status === 404 && resultOf(response) === 'FunctionGeneratedResponse';
  return response.status === 403 || isUnrouted ? undefined : token;
}

const startsAtZero = ({ headers }: EdgeResponse): boolean => header(headers, 'content-range')!.startsWith('bytes 0-');

/** `Hit from cloudfront`. */
const resultOf = ({ headers }: EdgeResponse): string => header(headers, 'x-cache')!.split(' ')[0]!;

/** As HTTP/1.1 would have it on the wire: status line, headers, an empty line, body. */
function bytesOf({ reason = '', headers, body }: EdgeResponse): number {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.byteLength(`HTTP/1.1 200 ${reason}\r\n${head}\r\n`) + body.length;
}
