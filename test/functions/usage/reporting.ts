/** What publishers of usage are given: stores in memory, the sample template, and a CloudFront that has counted nothing. */
import { serialize } from '../../../domain/usage/aggregate';
import { FAIR_USE_DEFAULTS } from '../../../domain/usage/fair-use/settings';
import { tableKey, type UsageTable } from '../../../domain/usage/tables';
import type { Reporting } from '../../../functions/lambda/usage/publish-report';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { SAMPLE_TRAFFIC, sampleTemplate } from '../../domain/cost/sample-template';

export type MemoryReporting = Reporting & Readonly<Record<'usage' | 'packages' | 'records', MemoryObjectStore>>;

/** @param tables that the usage bucket holds */
export async function memoryReporting(tables: readonly UsageTable[]): Promise<MemoryReporting> {
  const usage = new MemoryObjectStore();
  for (const table of tables)
    await usage.put(tableKey(table.table, table.period), { body: Buffer.from(serialize(table)), contentType: 'x' });
  return {
    usage,
    packages: new MemoryObjectStore(),
    records: new MemoryObjectStore(),
    file: {
      registry: 'example',
      foundation: 'Example',
      contact: 'ops@example.org',
      traffic: SAMPLE_TRAFFIC,
      contributions: [],
      fairUse: FAIR_USE_DEFAULTS,
    },
    url: 'https://packages.example.org',
    template: () => Promise.resolve(sampleTemplate()),
    delivered: () => Promise.resolve(0),
  };
}
