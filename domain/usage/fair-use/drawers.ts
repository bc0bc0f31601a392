/** Asks the log who drew most in a day or a week. */
import { groupBy } from '../../group-by';
import type { Engine, Row } from '../engine';
import { recordsOf, totalOf, type UsageRecord } from '../report/input';
import { type Fleet, fleetRangesQuery, fleetsQuery, rangesQuery } from '../sql/drawers';
import type { Period, UsageTable } from '../tables';
import type { Drawer, Served } from './drawer';
import { type FairShare, type FairUseSettings, fairShare } from './settings';

type Counted = Pick<Drawer, 'requests' | 'human' | 'bytes' | 'downloads' | 'repeats'>;

/** @returns those above a fair share by bytes or repeats, and all holders of tokens */
export async function drawersOf(
  engine: Engine,
  period: Period,
  { tiers, served, settings }: { readonly tiers: UsageTable; readonly served: Served; readonly settings: FairUseSettings },
): Promise<Drawer[]> {
  const share = fairShare(settings, served);
  return [
    ...(await rangesAbove(engine, period, share)),
    ...(await fleetsAbove(engine, period, share)),
    ...holdersIn(recordsOf(tiers)),
  ];
}

async function rangesAbove(engine: Engine, period: Period, share: FairShare): Promise<Drawer[]> {
  const rows = await engine.select(rangesQuery(period, share, engine.staged));
  return rows
    .map(([, range, ...counts]) => ({ kind: 'range' as const, name: String(range), ranges: [String(range)], ...counted(counts) }))
    .filter(({ name }) => name !== '-');
}

async function fleetsAbove(engine: Engine, period: Period, share: FairShare): Promise<Drawer[]> {
  const drawers: Drawer[] = [];
  for (const [asn, client, version, ...counts] of await engine.select(fleetsQuery(period, share, engine.staged))) {
    const fleet: Fleet = { asn: Number(asn), client: String(client), version: String(version) };
    const ranges = (await engine.select(fleetRangesQuery(period, fleet, engine.staged))).map(([range]) => String(range));
    drawers.push({ kind: 'fleet', name: fleetName(fleet), ranges, ...counted(counts) });
  }
  return drawers;
}

const fleetName = ({ asn, client, version }: Fleet): string =>
  [asn === 0 ? 'unknown network' : `AS${asn}`, client, ...(version === '-' ? [] : [version])].join(' ');

const counted = ([requests, human, bytes, downloads, repeats]: Row): Counted => ({
  requests: Number(requests),
  human: Number(human),
  bytes: Number(bytes),
  downloads: Number(downloads),
  repeats: Number(repeats),
});

/** By tier and holder, from the table that is kept. */
function holdersIn(tiers: readonly UsageRecord[]): Drawer[] {
  const withToken = tiers.filter(({ holder }) => holder !== '-');
  const holders = groupBy(withToken, ({ tier, holder }) => `${tier}/${holder}`);
  return [...holders].map(([name, own]) => {
    const total = (measure: string): number => totalOf(own, measure);
    const drawn = { bytes: total('bytes'), downloads: total('downloads'), repeats: total('repeats') };
    return { kind: 'holder', name, ranges: [], human: 0, requests: total('requests'), ...drawn };
  });
}
