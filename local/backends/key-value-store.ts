/** KeyValueStores of the local cloud, with a short memory that stands for the time a change takes to reach an edge. */
import type { Clock, KeyValueStore } from '../ports';
import type { Cloud } from './cloud';

export interface KeyValueStoreOptions {
  readonly clock: Clock;
  /** How long a value, or its absence, is remembered, in milliseconds. @default 500 */
  readonly memoryMs?: number;
}

/** The SDK's client prefixes the account to the host name, which does not resolve; so the documented path is called. */
export const createKeyValueStores =
  (cloud: Cloud, { clock, memoryMs = 500 }: KeyValueStoreOptions) =>
  (arn: string): KeyValueStore => {
    const remembered = new Map<string, { readonly until: number; readonly value: string | undefined }>();
    const base = `/key-value-stores/${encodeURIComponent(arn)}`;
    const ask = async (target: string): Promise<unknown> => {
      const { status, body } = await cloud.send({ service: 'cloudfront-keyvaluestore', method: 'GET', target });
      if (status === 404) return undefined;
      if (status !== 200)
        throw new Error(`KeyValueStore '${arn}' cannot be read, got: ${status} ${body.toString('utf8').slice(0, 300)}`);
      return JSON.parse(body.toString('utf8'));
    };
    return {
      async get(key) {
        const known = remembered.get(key);
        if (known && clock() < known.until) return known.value;
        const found = (await ask(`${base}/keys/${encodeURIComponent(key)}`)) as { readonly Value: string } | undefined;
        remembered.set(key, { until: clock() + memoryMs, value: found?.Value });
        return found?.Value;
      },
      async meta() {
        const found = (await ask(base)) as
          | { readonly Created: number; readonly LastModified?: number; readonly ItemCount: number }
          | undefined;
        if (!found) throw new Error(`KeyValueStore '${arn}' does not exist.`);
        return {
          creationDateTime: iso(found.Created),
          lastUpdatedDateTime: iso(found.LastModified ?? found.Created),
          keyCount: found.ItemCount,
        };
      },
    };
  };

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
