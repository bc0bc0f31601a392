/**
 * The log of more requests than the whole edge has time for. It answers each question once; whoever asks the same gets the same line,
 * with an address, a network, a program and a time of their own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AccessLogField } from '../../domain/contracts/access-log';
import { encodeLogValue } from '../../local/simulators/logs/encode';
import { shippedEdge } from '../traffic/shipped';
import { monthEdge } from './edge';
import { type MonthOptions, trafficOfMonth } from './month';
import { type Inhabitants, inhabitantsOf, type MonthPopulation } from './population';
import { type MonthRequest, MonthRequests } from './requests';

type Line = Readonly<Record<AccessLogField, string>>;

export interface LongLogOptions extends Required<Pick<MonthOptions, 'folder' | 'from' | 'until' | 'crawl'>> {
  /** Without those whom the operator has blocked: their answers follow from their addresses. */
  readonly population: MonthPopulation;
}

export interface Drawn {
  requests: number;
  bytes: number;
}

export interface LongLog {
  readonly inhabitants: Inhabitants;
  /** What each address drew, by day and address: `2026-10-14 10.1.0.1`. */
  readonly drawn: ReadonlyMap<string, Drawn>;
}

const HOUR_MS = 3_600_000;

/** A request that has still to get its line. */
interface Waiting {
  readonly at: number;
  readonly address: string;
  readonly agent: string;
  readonly question: number;
}

export async function writeLongLog({ folder, population, ...period }: LongLogOptions): Promise<LongLog> {
  const inhabitants = inhabitantsOf(population);
  const questions: MonthRequest[] = [];
  const numbers = new Map<string, number>();
  const hours = new Map<number, Waiting[]>();
  const requests = new MonthRequests(population);
  for (const request of trafficOfMonth(period, population, 1)) {
    const asked = requests.of(request);
    const { address, kind } = request.client;
    // The last header is what a range or a known version is asked with, if anything is.
    const name = `${kind} ${asked.edge.method} ${asked.edge.path} ${asked.edge.headers.at(-1)![1]}`;
    let question = numbers.get(name);
    if (question === undefined) {
      question = questions.push(asked) - 1;
      numbers.set(name, question);
    }
    const hour = Math.floor(request.at / HOUR_MS);
    const waiting = hours.get(hour);
    const one = { at: request.at, address, agent: asked.agent.text, question };
    if (waiting) waiting.push(one);
    else hours.set(hour, [one]);
  }
  const lines = await answered(questions, Date.parse(period.from));
  const drawn = new Map<string, Drawn>();
  const agents = new Map<string, string>();
  for (const [number, waiting] of hours) {
    const hour = new Date(number * HOUR_MS).toISOString().slice(0, 13);
    for (const one of waiting) {
      count(drawn, `${hour.slice(0, 10)} ${one.address}`, Number(lines[one.question]!['sc-bytes']));
      if (!agents.has(one.agent)) agents.set(one.agent, one.agent === '' ? '-' : encodeLogValue(one.agent));
    }
    write(
      folder,
      hour,
      waiting.map((one) => JSON.stringify(lineOf(one, lines[one.question]!, agents.get(one.agent)!, inhabitants))),
    );
  }
  return { inhabitants, drawn };
}

/** The edge's own lines, in the order of the questions. Each comes from another address: that tells them apart, and no limit is met. */
async function answered(questions: readonly MonthRequest[], now: number): Promise<readonly Line[]> {
  const bodies: Buffer[] = [];
  const addressOf = (number: number): string => `100.${64 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
  const edge = monthEdge({
    model: shippedEdge('enforcement'),
    clock: () => now,
    seed: 1,
    inhabitants: { locate: () => ({}), blocked: [] },
    putLog: (_, body) => bodies.push(body),
  });
  for (const [number, { edge: asked }] of questions.entries()) await edge.handle({ ...asked, clientIp: addressOf(number) });
  await edge.flushLogs();
  const lines = bodies
    .flatMap((body) => gunzipSync(body).toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Line);
  const byAddress = new Map(lines.map((line) => [line['c-ip'], line]));
  return questions.map((_, number) => byAddress.get(addressOf(number))!);
}

function lineOf({ at, address }: Waiting, line: Line, agent: string, { locate }: Inhabitants): Line {
  const time = new Date(at).toISOString();
  const { asn, country } = locate(address) as { asn: string; country: string };
  return {
    ...line,
    date: time.slice(0, 10),
    time: time.slice(11, 19),
    'c-ip': address,
    'cs(User-Agent)': agent,
    asn,
    'c-country': country,
  };
}

function count(drawn: Map<string, Drawn>, key: string, bytes: number): void {
  const sums = drawn.get(key) ?? { requests: 0, bytes: 0 };
  sums.requests += 1;
  sums.bytes += bytes;
  drawn.set(key, sums);
}

function write(folder: string, time: string, lines: readonly string[]): void {
  const [year, month, day, hour] = time.split(/[-T]/);
  const at = join(folder, `year=${year}/month=${month}/day=${day}/hour=${hour}`);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'log.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 1 }));
}
