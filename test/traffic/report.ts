/** What a run has shown: sums for each kind of client, and when each client was over which limit. */
import type { Client } from './clients';
import type { KindName } from './kinds';
import type { TrafficRequest } from './traffic';
import type { Limited } from './verdict';

/** Sums of one kind of client. */
export interface KindSums {
  requests: number;
  bytes: number;
  /** Requests over a limit, whatever became of them. */
  limited: number;
  /** Those answered 429. */
  refused: number;
  /** Installs in which some request was given up, so that they failed. */
  failedInstalls: number;
  /** The longest that a request was put off until it was served, milliseconds. */
  longestWaitMs: number;
}

/** A client's first to last request over a limit, without one below it between; milliseconds since 1970. */
export interface Interval {
  readonly rule: string;
  readonly client: Client;
  readonly from: number;
  until: number;
  requests: number;
  /** Requests that its address was served until then. */
  readonly servedBefore: number;
}

export class Report {
  readonly sums = new Map<KindName, KindSums>();
  /** In the order in which they began. */
  readonly intervals: Interval[] = [];
  /** Bytes served to each address. */
  readonly bytesByAddress = new Map<string, number>();
  private readonly served = new Map<string, number>();
  private readonly open = new Map<string, Interval>();

  add(request: TrafficRequest, limited: Limited | undefined): void {
    const { client } = request;
    const sums = this.sumsOf(client.kind);
    sums.requests++;
    if (limited) {
      sums.limited++;
      this.extend(request, limited.rule);
    } else this.open.delete(client.address);
    if (limited?.refusal) {
      sums.refused++;
      if (request.isLastTry && !request.goesOn) sums.failedInstalls++;
    } else {
      sums.bytes += request.bytes;
      sums.longestWaitMs = Math.max(sums.longestWaitMs, request.at - request.firstAt);
      this.bytesByAddress.set(client.address, (this.bytesByAddress.get(client.address) ?? 0) + request.bytes);
      this.served.set(client.address, (this.served.get(client.address) ?? 0) + 1);
    }
  }

  private sumsOf(kind: KindName): KindSums {
    const known = this.sums.get(kind);
    if (known) return known;
    const made = { requests: 0, bytes: 0, limited: 0, refused: 0, failedInstalls: 0, longestWaitMs: 0 };
    this.sums.set(kind, made);
    return made;
  }

  private extend({ client, at }: TrafficRequest, rule: string): void {
    const open = this.open.get(client.address);
    if (open?.rule === rule) {
      open.until = at;
      open.requests++;
      return;
    }
    const interval = { rule, client, from: at, until: at, requests: 1, servedBefore: this.served.get(client.address) ?? 0 };
    this.open.set(client.address, interval);
    this.intervals.push(interval);
  }
}

/** The first moment at which each client was over each limit: `<rule> <address>` and milliseconds since 1970. */
export function firstMoments({ intervals }: Report): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const { rule, client, from } of intervals) {
    const key = `${rule} ${client.address}`;
    if (!firsts.has(key)) firsts.set(key, from);
  }
  return firsts;
}

/** Share of the bytes that the busiest `share` of addresses drew. */
export function concentration({ bytesByAddress }: Report, share: number): number {
  const all = [...bytesByAddress.values()].sort((a, b) => b - a);
  const sum = (bytes: readonly number[]): number => bytes.reduce((total, each) => total + each, 0);
  return sum(all.slice(0, Math.ceil(all.length * share))) / sum(all);
}
