// Writes docs/simulated-day.md: one day of a registry of open-source shape against the web ACL as it ships, in simulated time.
// Writes nothing and exits 1 when the day does not show what it has to.
import { writeFileSync } from 'node:fs';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../domain/tiers/defaults';
import type { Mode } from '../domain/tiers/tier';
import { CADENCES } from '../local/simulators/waf/cadence';
import { dayDocument } from '../test/traffic/document';
import { findings } from '../test/traffic/findings';
import { KINDS } from '../test/traffic/kinds';
import { type Peak, peaksOf } from '../test/traffic/peaks';
import { type RunOptions, run } from '../test/traffic/run';
import { shippedEdge } from '../test/traffic/shipped';
import { trafficOf } from '../test/traffic/traffic';

const MONDAY = Date.parse('2026-11-23T00:00:00Z');
const day = { seed: 1, from: MONDAY, until: MONDAY + 86_400_000 };
const MONDAYS = 20;
const DEVELOPERS = [100, 200, 400, 800];

function simulated(mode: Mode, options: Partial<RunOptions> = {}) {
  const started = performance.now();
  const report = run(shippedEdge(mode).distributions[0]!.webAcl!, { ...day, ...options });
  console.log(`${mode} ${JSON.stringify(options)}: ${Math.round((performance.now() - started) / 1000)} s`);
  return report;
}

/** The office's highest counts on each of several Mondays. */
const mondays = (developers: number): readonly Peak[] =>
  Array.from({ length: MONDAYS }, (_, i) => {
    const population = { office: { ...KINDS.office, sources: developers } };
    return peaksOf(trafficOf({ ...day, seed: i + 1, population }))[0]!;
  });

function main(): void {
  const evaluation = simulated('evaluation');
  const enforcement = simulated('enforcement');
  const seen = findings(evaluation, enforcement);
  for (const { holds, expected, saw } of seen) console.log(`${holds ? 'yes' : 'NO '} ${expected}: ${saw}`);
  if (seen.some(({ holds }) => !holds)) {
    process.exitCode = 1;
    return;
  }
  const text = dayDocument({
    tiers: DEFAULT_TIERS,
    ceiling: DEFAULT_CEILING,
    findings: seen,
    evaluation,
    enforcement,
    realistic: simulated('enforcement', { cadence: CADENCES.realistic }),
    peaks: peaksOf(trafficOf(day)),
    offices: DEVELOPERS.map((developers) => ({ developers, mondays: mondays(developers) })),
  });
  writeFileSync('docs/simulated-day.md', text);
  console.log('wrote docs/simulated-day.md');
}

main();
