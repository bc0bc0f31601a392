/** What was published or counted before: in the folder that is written, or in the buckets of a registry. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageRegistry } from './world';

/** Where it may be. */
export interface Keeping {
  /** Folder that is written. */
  readonly out?: string;
}

/** In the folder, or in the usage bucket. */
export async function keptTable({ out }: Keeping, registry: UsageRegistry | undefined, key: string): Promise<Buffer | undefined> {
  const bytes = out === undefined ? undefined : readIfThere(join(out, key));
  return bytes ?? (await registry?.findTable(key));
}

export type Find = <T>(key: string) => Promise<T | undefined>;

/** What was published before, or lies in the folder already. */
export function finder({ out }: Keeping, registry: UsageRegistry | undefined): Find {
  return async <T>(key: string) => {
    const bytes = registry ? await registry.find(key) : out === undefined ? undefined : readIfThere(join(out, fileOf(key)));
    return bytes && (JSON.parse(bytes.toString()) as T);
  };
}

/** Below the folder as below `/-/`. */
export const fileOf = (key: string): string => key.replace(/^index\/-\//, '');

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
