/**
 * How long a release takes in a real deployment in the local cloud, from `release.json` to the verdict: the command publishes, the
 * function is the bundle of the assembly. Among 5 and among 5,000 versions of its project, and among 10 and among 100,000 other
 * projects. Part of `npm run bench`. Fails when one takes longer than two seconds.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import {
  INDEX_PREFIX,
  LISTINGS_PREFIX,
  MANIFEST_NAME,
  NAMES_PREFIX,
  parseUploadKey,
  projectKey,
  releaseKey,
  releasesOf,
  UPLOADS_PREFIX,
  verdictKey,
} from '../../domain/contracts/keys';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../domain/contracts/local-run';
import type { ReleaseRecord, Verdict } from '../../domain/contracts/release';
import type { EcosystemName } from '../../domain/packages/names';
import { ECOSYSTEMS } from '../../domain/packages/registry';
import { reindex } from '../../functions/lambda/intake/reindex';
import { S3ObjectStore } from '../../functions/shared/aws/s3-object-store';
import type { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { ROOT } from '../../local/start/layout';
import { SIGNER } from '../deploy/support/demo';
import { Deployed, STACK } from '../deploy/support/deployed';
import { addOthers } from '../functions/intake/crowd';
import { benchOf, type Of } from '../functions/intake/histories';
import { SAMPLES } from '../helpers/every-ecosystem';
import { COLUMNS, FEW_PROJECTS, FEW_VERSIONS, judge, MANY_PROJECTS, MANY_VERSIONS, ms, row } from './table';

const MEASURED: readonly EcosystemName[] = ['pypi', 'npm', 'rubygems'];
/** Of so many runs the median counts: others were disturbed. */
const RUNS = 3;
/** A verdict is looked for so often. Milliseconds. */
const PAUSE_MS = 5;
const WRITERS = 16;
const HOUR_MS = 3_600_000;

const registry = new Deployed({ strict: false, config: writeConfig });

function writeConfig(file: string): void {
  const publishers = MEASURED.flatMap((ecosystem) =>
    [SAMPLES[ecosystem].project, SAMPLES[ecosystem].other].map((project) => ({ ecosystem, project, identities: [SIGNER] })),
  );
  const changes = JSON.stringify({ ecosystems: MEASURED, publishers });
  writeFileSync(file, `import example from '${join(ROOT, 'registry.config')}';\nexport default { ...example, ...${changes} };\n`);
}

async function deploy(): Promise<void> {
  await registry.open();
  const app = registry.assembly('first');
  const { world } = registry;
  for (const step of [
    () => registry.synth(),
    () => world.cdk('bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, '--app', app),
    () => registry.deploy('first'),
  ]) {
    const { code, output } = await step();
    if (code !== 0) throw new Error(output);
  }
  await registry.readOutputs();
}

const bucket = (name: 'STAGING_BUCKET' | 'PACKAGES_BUCKET' | 'RECORDS_BUCKET') => registry.output(name);
const versionOf = (ecosystem: EcosystemName, i: number): string => SAMPLES[ecosystem].versions[0].replace(/0$/, String(i));

/** Signs and publishes one version with the command. @returns milliseconds from `release.json` to the verdict */
async function publish({ ecosystem, project }: Of, version: string): Promise<number> {
  const { world } = registry;
  const directory = mkdtempSync(join(world.layout.local, 'dist-'));
  for (const { name, body } of await SAMPLES[ecosystem].files(version, project)) {
    writeFileSync(join(directory, name), body);
    writeFileSync(join(directory, `${name}.sigstore.json`), JSON.stringify(await world.authority.signMessage(body, SIGNER)));
  }
  const before = new Set(await manifests(world.s3));
  const command = world.registry(['publish', directory, '--ecosystem', ecosystem, '--stack', STACK, '--json']);
  const took = await Promise.race([watch(world.s3, before), command.then(({ output }) => Promise.reject(new Error(output)))]);
  const { code, output } = await command;
  if (code !== 0) throw new Error(output);
  return took;
}

async function manifests(s3: S3Client): Promise<string[]> {
  const found = await s3.send(new ListObjectsV2Command({ Bucket: bucket('STAGING_BUCKET'), Prefix: UPLOADS_PREFIX }));
  return (found.Contents ?? []).map(({ Key }) => Key!).filter((key) => key.endsWith(`/${MANIFEST_NAME}`));
}

/** From outside: the command itself looks for its verdict only now and then. */
async function watch(s3: S3Client, before: ReadonlySet<string>): Promise<number> {
  const key = await until(async () => (await manifests(s3)).find((found) => !before.has(found)));
  const start = process.hrtime.bigint();
  const verdict = verdictKey(parseUploadKey(key)!);
  const text = await until(() => textAt(s3, bucket('STAGING_BUCKET'), verdict));
  const took = Number(process.hrtime.bigint() - start) / 1e6;
  const { outcome } = JSON.parse(text) as Verdict;
  if (outcome !== 'accepted') throw new Error(`${key} was ${outcome}: ${text}`);
  return took;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function textAt(s3: S3Client, Bucket: string, Key: string): Promise<string | undefined> {
  try {
    return await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/**
 * A project with so many versions, as they would have left it: the first is published, the records of the others are made from its
 * own, an hour apart, and its summary and index by the intake's own code.
 */
async function withVersions(of: Of, count: number): Promise<void> {
  const { ecosystem, project } = of;
  const [first] = SAMPLES[ecosystem].versions;
  await publish(of, first);
  const text = (await textAt(registry.world.s3, bucket('RECORDS_BUCKET'), releaseKey(ecosystem, project, first)))!;
  const { publishedAt } = JSON.parse(text) as ReleaseRecord;
  const { records, packages, intake } = benchOf([of]);
  const write = (version: string, body: string) =>
    records.put(releaseKey(ecosystem, project, version), { body: Buffer.from(body), contentType: 'application/json' });
  await write(first, text);
  for (let i = 1; i < count; i++) {
    const version = versionOf(ecosystem, i);
    const at = new Date(Date.parse(publishedAt) - (count - i) * HOUR_MS).toISOString();
    const other = {
      ...(JSON.parse(text.replaceAll(first, version)) as ReleaseRecord),
      upload: `upload-of-${i}`,
      publishedAt: at,
    };
    await write(version, JSON.stringify(other));
  }
  await reindex(intake, { ecosystem: ECOSYSTEMS[ecosystem], project });
  await copy(
    records,
    bucket('RECORDS_BUCKET'),
    (key) =>
      key === projectKey(ecosystem, project) ||
      key.startsWith(LISTINGS_PREFIX) ||
      (key.startsWith(releasesOf(ecosystem, project)) && key !== releaseKey(ecosystem, project, first)),
  );
  await copy(
    packages,
    bucket('PACKAGES_BUCKET'),
    (key) => key.startsWith(`${INDEX_PREFIX}${ecosystem}/`) && !key.includes('/quick/'),
  );
}

async function withOthers(of: Of, count: number): Promise<void> {
  const bench = benchOf([of]);
  await addOthers(bench, of.ecosystem, count);
  await copy(bench.records, bucket('RECORDS_BUCKET'), (key) => key.startsWith(NAMES_PREFIX) || key.startsWith(LISTINGS_PREFIX));
  await copy(bench.packages, bucket('PACKAGES_BUCKET'), (key) => key.startsWith(INDEX_PREFIX));
}

/** Writes what is in memory into a bucket of the local cloud. */
async function copy(from: MemoryObjectStore, to: string, wanted: (key: string) => boolean): Promise<void> {
  const store = new S3ObjectStore(registry.world.s3, to);
  const keys = from.keys().filter(wanted);
  const writer = async (): Promise<void> => {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) {
      const { body, contentType, contentEncoding, cacheControl, metadata } = from.current(key)!;
      await store.put(key, { body, contentType, contentEncoding, cacheControl, metadata });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
}

/** @param from number of the first version to publish */
async function median(of: Of, from: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) times.push(await publish(of, versionOf(of.ecosystem, from + i)));
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}

async function measure(ecosystem: EcosystemName): Promise<number> {
  const { project, other } = SAMPLES[ecosystem];
  const [small, large] = [
    { ecosystem, project },
    { ecosystem, project: other },
  ];
  await withVersions(small, FEW_VERSIONS);
  const few = await median(small, FEW_VERSIONS);
  await withVersions(large, MANY_VERSIONS);
  const many = await median(large, MANY_VERSIONS);
  await withOthers(small, FEW_PROJECTS);
  const alone = await median(small, FEW_VERSIONS + RUNS);
  await withOthers(small, MANY_PROJECTS);
  const crowded = await median(small, FEW_VERSIONS + 2 * RUNS);
  console.log(row([ecosystem, ms(few), ms(many), (many / few).toFixed(1), ms(alone), ms(crowded), (crowded / alone).toFixed(1)]));
  return Math.max(many, crowded);
}

async function main(): Promise<void> {
  try {
    await deploy();
    console.log(row(COLUMNS));
    let slowest = 0;
    for (const ecosystem of MEASURED) slowest = Math.max(slowest, await measure(ecosystem));
    judge(slowest);
  } finally {
    await registry.close();
  }
}

void main();
