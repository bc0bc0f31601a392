import { choosePort } from '../cloud/ports';
import { readKept } from './kept';
import type { Layout } from './layout';
import type { Options } from './options';

const EDGE_PORT = 8080;
const CLOUD_PORT = 4566;

/** The port of the kept state, the one asked for, or the usual one or any. @throws Error with one sentence when none will do */
export async function chooseCloudPort(layout: Layout, { cloudPort }: Options): Promise<number> {
  const kept = readKept(layout)?.port;
  if (kept !== undefined && cloudPort !== undefined && kept !== cloudPort) {
    throw new Error(
      `--cloud-port must be ${kept}, the port that the kept state was made with, got: ${cloudPort}; leave it out, or begin anew with --fresh`,
    );
  }
  const fixed = kept ?? cloudPort;
  const option = kept === undefined ? '--cloud-port' : '--fresh --cloud-port';
  return choosePort({ who: 'The local cloud', option, port: fixed ?? CLOUD_PORT, fixed: fixed !== undefined });
}

/** Ports of the local edge and its admin page: next to each other, or any two when the usual ones are taken. */
export async function chooseEdgePorts({ port }: Options): Promise<readonly [number, number]> {
  const fixed = port !== undefined;
  const first = port ?? EDGE_PORT;
  const edge = await choosePort({ who: 'The local edge', option: '--port', port: first, fixed });
  const admin = await choosePort({ who: 'The admin page', option: '--port', port: edge + 1, fixed });
  return [edge, admin];
}
