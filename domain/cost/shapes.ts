/**
 * What the same traffic costs elsewhere or with other settings, by the same meters as the registry itself. Nothing here is deployed; these
 * are what a foundation would otherwise have. Storage and traffic are those of the workload.
 */
import { type Bill, billOf, type Driver, sum, type Use } from './bill';
import type { MeterName } from './meters';
import { PRICE_REGIONS, type PriceClass, type RegionShares, servedFrom } from './regions';
import { GZIP, type Workload } from './workload';

export type ShapeUse = readonly [meter: MeterName, quantity: number, by: Driver];

export const usesOfShape = (uses: readonly ShapeUse[]): Use[] =>
  uses.map(([meter, quantity, by]) => ({ meter, quantity, by, resource: 'shape', component: 'shape' }));
const bill = (...uses: readonly ShapeUse[]): Bill => billOf(usesOfShape(uses));

/** Bytes and requests of a distribution. */
export function edgeUses(gb: number, requests: number, viewers: RegionShares, priceClass: PriceClass): ShapeUse[] {
  const shares = servedFrom(viewers, priceClass);
  return PRICE_REGIONS.flatMap((region): ShapeUse[] => [
    [`edge.gb.${region}`, gb * shares[region], 'bytes'],
    [`edge.request.${region}`, requests * shares[region], 'requests'],
  ]);
}

export const wafUses = (rules: number, requests: number): ShapeUse[] => [
  ['waf.acl', 1, 'fixed'],
  ['waf.rule', rules, 'fixed'],
  ['waf.request', requests, 'requests'],
];

/** A function with one read of its store at each request. */
export const functionUses = (requests: number): ShapeUse[] => [
  ['edge.function', requests, 'requests'],
  ['edge.read', requests, 'requests'],
];

/**
 * Bucket and distribution as a first stack has them: every location, a web ACL of eight rules on every request, a function with a store, logs
 * to CloudWatch, a key of one's own on the bucket, two dashboards and twenty alarms more than are free.
 */
export function plainStack(work: Workload): Bill {
  return bill(
    ...edgeUses(work.gb, work.requests, work.regions, 'PriceClass_All'),
    ...wafUses(8, work.requests),
    ...functionUses(work.requests),
    ['logs.access', work.logGb, 'requests'],
    // CloudWatch Logs keeps about 15 % of what it takes in.
    ['logs.storage', work.logGb * 0.15, 'requests'],
    ['s3.get', work.misses, 'requests'],
    ['kms.key', 1, 'fixed'],
    ['kms.decrypt', work.misses, 'requests'],
    ['dashboard', 5, 'fixed'],
    ['alarm', 30, 'fixed'],
    ['s3.standard', work.storedGb, 'stored'],
  );
}

/** The settings that cost least on pay-as-you-go: North America and Europe, logs to S3 for three months, the function and perhaps a web ACL on the index. */
export function tunedStack(work: Workload, { index, waf = true }: { index: number; waf?: boolean }): Bill {
  return bill(
    ...edgeUses(work.gb, work.requests, work.regions, 'PriceClass_100'),
    ...(waf ? wafUses(4, work.requests * index) : []),
    ...functionUses(work.requests * index),
    ['s3.standard', work.logGb * GZIP * 3 + work.storedGb, 'stored'],
    ['s3.put', work.logFiles, 'requests'],
    ['s3.get', work.misses, 'requests'],
  );
}

/** 30 % off what CloudFront costs, for a commitment of a year; a tenth of the commitment pays for the web ACL. */
export function withSavingsBundle({ lines }: Bill, fractionOff: number): number {
  const of = (service: string): number => sum(lines.filter((line) => line.service === service).map(({ monthly }) => monthly));
  const commitment = of('CloudFront') * (1 - fractionOff);
  const rest = sum(lines.map(({ monthly }) => monthly)) - of('CloudFront') - of('WAF');
  return commitment + Math.max(0, of('WAF') - commitment / 10) + rest;
}

/** A public bucket, without anything in front. */
export const s3Direct = (work: Workload): Bill =>
  bill(['egress', work.gb, 'bytes'], ['s3.get', work.requests, 'requests'], ['s3.standard', work.storedGb, 'stored']);

/** AWS CodeArtifact's prices. It has no anonymous access, so it is a measure and no alternative. */
export const codeArtifact = (work: Workload): Bill =>
  bill(
    ['egress', work.gb, 'bytes'],
    ['codeartifact.request', work.requests, 'requests'],
    ['codeartifact.storage', work.storedGb, 'stored'],
  );

/** Cloudflare R2 behind its free cache. Nothing is paid for bytes. */
export const r2 = (work: Workload): Bill =>
  bill(
    ['r2.storage', work.storedGb, 'stored'],
    ['r2.read', work.misses, 'requests'],
    ['r2.write', work.releaseFiles, 'releases'],
  );

/** R2 with a Worker that decides about every request, as the edge function does here. */
export const r2WithWorker = (work: Workload): Bill =>
  bill(
    ['r2.storage', work.storedGb, 'stored'],
    ['r2.read', work.misses, 'requests'],
    ['r2.write', work.releaseFiles, 'releases'],
    ['workers.plan', 1, 'fixed'],
    ['workers.request', work.requests, 'requests'],
  );

/** Bunny's volume network in front of Backblaze B2. */
export const bunny = (work: Workload): Bill => bill(['bunny.volume', work.gb, 'bytes'], ['b2.storage', work.storedGb, 'stored']);
