/**
 * Writes log files fast: `tsx generate.ts <folder> <lines> <first day> <days> <part> <parts>`. Requests of a month with few files that
 * are popular and few addresses that draw most. How a real month looks is not its matter; that every part of the queries has work is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { addDays } from '../../../domain/usage/period';
import { encodeCustomData, encodeLogValue } from '../../../local/simulators/logs/encode';
import { AGENTS, ASNS, COUNTRIES, ECOSYSTEMS, RESULTS, SIZES, STATUSES } from './world';

const [folder, lines, firstDay, days, part, parts] = process.argv.slice(2) as [string, string, string, string, string, string];
const [HOURS, EACH] = [Number(days) * 24, Math.floor(Number(lines) / (Number(days) * 24))];

/** SplitMix32: a number below 1 for each place. */
let state = Number(part) + 1;
function random(): number {
  state = (state + 0x9e3779b9) | 0;
  let t = state ^ (state >>> 16);
  t = Math.imul(t, 0x21f0aaad);
  t ^= t >>> 15;
  t = Math.imul(t, 0x735a2d97);
  return ((t ^ (t >>> 15)) >>> 0) / 2 ** 32;
}
const below = (n: number): number => Math.floor(random() * n);
/** Low numbers are drawn far more often than high ones. */
const skewed = (n: number): number => Math.floor(n ** random()) - 1;
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)]!;

const [PACKAGES, VERSIONS, ADDRESSES, HOLDERS] = [20_000, 12, 72_820, 40];
const files = Array.from({ length: PACKAGES }, (_, i) => {
  const { name, path } = ECOSYSTEMS[i % ECOSYSTEMS.length]!;
  return Array.from({ length: VERSIONS }, (_unused, version) => ({
    path: encodeLogValue(path(`package-${i}`, `1.${version}.0`)),
    edge: (tier: string, holder?: string) =>
      encodeCustomData(
        JSON.stringify({ tier, holder, ecosystem: name, project: `package-${i}`, kind: version ? 'file' : 'index' }),
      ),
  }));
});
const agents = AGENTS.map((agent) => encodeLogValue(agent));
const addresses = Array.from({ length: ADDRESSES }, (_, i) => {
  const ip =
    i % 10
      ? `${20 + (i % 150)}.${(i >> 3) % 250}.${(i >> 7) % 250}.${i % 254}`
      : `2001:db8:${(i % 60_000).toString(16)}::${i % 99}`;
  return { ip, asn: ASNS[i % ASNS.length]!, country: COUNTRIES[i % COUNTRIES.length]!, agent: agents[(i * 7) % agents.length]! };
});

function line(day: string, hour: string): string {
  const address = addresses[skewed(ADDRESSES)]!;
  const file = files[skewed(PACKAGES)]![below(VERSIONS)]!;
  const holder = random() < 0.3 ? `holder-${skewed(HOLDERS)}` : undefined;
  const time = `${hour}:${String(below(60)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}`;
  const status = oneOf(STATUSES);
  const bytes = status === '200' ? oneOf(SIZES) + below(4096) : 400 + below(300);
  const result = oneOf(RESULTS);
  const path = holder ? `/t/partner/${holder}${file.path}` : file.path;
  return `{"date":"${day}","time":"${time}","x-edge-location":"FRA56-P${below(9)}","sc-bytes":"${bytes}","c-ip":"${address.ip}","cs-method":"GET","cs(Host)":"d111111abcdef8.cloudfront.net","cs-uri-stem":"${path}","sc-status":"${status}","cs(User-Agent)":"${address.agent}","x-edge-result-type":"${result}","time-taken":"0.${100 + below(899)}","cs-protocol-version":"HTTP/2.0","x-edge-detailed-result-type":"${result}","sc-content-len":"${bytes - 300}","sc-range-start":"-","sc-range-end":"-","asn":"${address.asn}","c-country":"${address.country}","cache-behavior-path-pattern":"*","viewer-request-log-data":"${file.edge(holder ? 'partner' : 'anonymous', holder)}"}\n`;
}

for (let i = Number(part); i < HOURS; i += Number(parts)) {
  const day = addDays(firstDay, Math.floor(i / 24));
  const hour = String(i % 24).padStart(2, '0');
  const [year, month, date] = day.split('-') as [string, string, string];
  const path = join(folder, 'distributionid=E1', `year=${year}`, `month=${month}`, `day=${date}`, `hour=${hour}`);
  mkdirSync(path, { recursive: true });
  const members: Buffer[] = [];
  for (let written = 0; written < EACH; written += 2000) {
    let text = '';
    for (let j = Math.min(2000, EACH - written); j > 0; j--) text += line(day, hour);
    members.push(gzipSync(text));
  }
  writeFileSync(join(path, `E1.${day}-${hour}.gz`), Buffer.concat(members));
}
