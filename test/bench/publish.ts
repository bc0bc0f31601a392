/**
 * How long the intake takes for a release, all of it but the network: among 5 and among 5,000 versions of its project, and among 10 and
 * among 100,000 other projects. `npm run bench`. Fails when one takes longer than two seconds; the ratios do not depend on the machine.
 */
import { releaseKey, releasesOf } from '../../domain/contracts/keys';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../domain/packages/names';
import { ECOSYSTEMS } from '../../domain/packages/registry';
import { processUpload } from '../../functions/lambda/intake/process-upload';
import { reindex } from '../../functions/lambda/intake/reindex';
import type { Bench } from '../functions/intake/bench';
import { addOthers } from '../functions/intake/crowd';
import { benchOf, type Of, putRelease } from '../functions/intake/histories';
import { SAMPLES } from '../helpers/every-ecosystem';
import { COLUMNS, FEW_PROJECTS, FEW_VERSIONS, judge, MANY_PROJECTS, MANY_VERSIONS, ms, row } from './table';

/** Of so many runs the quickest counts: others were disturbed. */
const RUNS = 3;

const ofSample = (ecosystem: EcosystemName): Of => ({ ecosystem, project: SAMPLES[ecosystem].project });

async function publish(bench: Bench, of: Of, version: string): Promise<number> {
  const upload = await putRelease(bench, of, version);
  const start = process.hrtime.bigint();
  const { outcome } = await processUpload(bench.intake, upload);
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (outcome !== 'accepted') throw new Error(`${of.ecosystem} ${of.project} ${version} was ${outcome}.`);
  return milliseconds;
}

/** A project with so many versions: one is published, the records of the others are made from its own, and all is rendered anew. */
async function withVersions(of: Of, count: number): Promise<Bench> {
  const bench = benchOf([of]);
  const [first] = SAMPLES[of.ecosystem].versions;
  await publish(bench, of, first);
  const text = bench.records.current(releaseKey(of.ecosystem, of.project, first))!.body.toString();
  for (let i = 1; i < count; i++) {
    const version = first.replace(/0$/, String(i));
    const body = Buffer.from(text.replaceAll(first, version).replace(/"upload":"[^"]*"/, `"upload":"upload-of-${i}"`));
    await bench.records.put(`${releasesOf(of.ecosystem, of.project)}${version}.json`, { body, contentType: 'application/json' });
  }
  await reindex(bench.intake, { ecosystem: ECOSYSTEMS[of.ecosystem], project: of.project });
  return bench;
}

async function amongOthers(of: Of, count: number): Promise<Bench> {
  const bench = benchOf([of]);
  await addOthers(bench, of.ecosystem, count);
  return bench;
}

async function quickest(prepare: () => Promise<Bench>, of: Of): Promise<number> {
  const newest = SAMPLES[of.ecosystem].versions[2];
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await publish(await prepare(), of, newest));
  return Math.min(...times);
}

async function main(): Promise<void> {
  console.log(row(COLUMNS));
  let slowest = 0;
  for (const ecosystem of ECOSYSTEM_NAMES) {
    const of = ofSample(ecosystem);
    await quickest(() => withVersions(of, FEW_VERSIONS), of); // code that runs for the first time is compiled first
    const few = await quickest(() => withVersions(of, FEW_VERSIONS), of);
    const many = await quickest(() => withVersions(of, MANY_VERSIONS), of);
    const alone = await quickest(() => amongOthers(of, FEW_PROJECTS), of);
    const crowded = await quickest(() => amongOthers(of, MANY_PROJECTS), of);
    const cells = [ms(few), ms(many), (many / few).toFixed(1), ms(alone), ms(crowded), (crowded / alone).toFixed(1)];
    console.log(row([ecosystem, ...cells]));
    slowest = Math.max(slowest, many, crowded);
  }
  judge(slowest);
}

void main();
