/** Where a ledger is read from: a registry, or a folder that an earlier run saved it to. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from './failure';
import type { World } from './world';

/** Documents by their paths below `/-/`. */
export interface LedgerSource {
  /** For messages. */
  readonly name: string;
  /** Whether a document may be older than another one for a while, because a cache answers. */
  readonly isCached: boolean;
  /** @returns undefined when there is no such document */
  read(path: string): Promise<Buffer | undefined>;
}

/** @param url without a trailing slash */
export const registrySource = (url: string, world: Pick<World, 'fetch'>): LedgerSource => ({
  name: url,
  isCached: true,
  read: async (path) => {
    const { status, body } = await fetchBytes(`${url}/-/${path}`, world);
    if (status === 404) return undefined;
    if (status !== 200) throw new CliError(`${url}/-/${path} answers ${status}; try again later`);
    return body;
  },
});

export const folderSource = (folder: string): LedgerSource => ({
  name: folder,
  isCached: false,
  read: (path) => {
    const file = join(folder, path);
    return Promise.resolve(existsSync(file) ? readFileSync(file) : undefined);
  },
});

/** The same source; what is read from it is also written into a folder, for {@link folderSource}. */
export const saving = (source: LedgerSource, folder: string): LedgerSource => ({
  ...source,
  read: async (path) => {
    const body = await source.read(path);
    if (!body) return undefined;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    return body;
  },
});

export async function fetchBytes(url: string, { fetch }: Pick<World, 'fetch'>): Promise<{ status: number; body: Buffer }> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new CliError(`${url} cannot be reached (${String(error)}); check the address and the network`);
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}
