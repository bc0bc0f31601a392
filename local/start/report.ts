/** The transparency report of this very run, from the log lines that its edge has written, served by that edge. */
import { join } from 'node:path';
import type { LocalRun } from '../../domain/contracts/local-run';
import type { Environment } from '../cloud/environment';
import { nodeCommand } from './commands';
import type { Context } from './context';

export const REPORT_PATH = '/-/transparency/latest/';

/** Every address is this machine's own, so groups of one are shown; the page says so. */
export const reportArguments = (assembly: string, config: string | undefined): string[] => [
  ...['report', '--local', '--publish', '--k', '1', '--assembly', assembly],
  ...(config ? ['--config', config] : []),
];

/** @returns what the report says was served @throws Error when the edge does not serve it, or it shows no request */
export async function reportRun({ processes, layout }: Context, run: LocalRun, env: Environment): Promise<string> {
  const { origin } = new URL(run.adminUrl);
  const flushed = await fetch(`${origin}/flush-logs`, { method: 'POST', headers: { origin } });
  if (!flushed.ok) throw new Error(`The local edge did not deliver its log, got: ${flushed.status} ${await flushed.text()}`);
  const args = reportArguments(layout.assembly, process.env.REGISTRY_CONFIG);
  await processes.run(nodeCommand(layout, 'report', [join('bin', 'registry.mjs'), ...args], env));
  const page = await fetch(`${run.edgeUrl}${REPORT_PATH}`);
  if (!page.ok) throw new Error(`The local edge does not serve the report, got: ${page.status} for ${REPORT_PATH}`);
  const { figures } = (await (await fetch(`${run.edgeUrl}/-/transparency/latest.json`)).json()) as {
    readonly figures: Readonly<Record<string, { readonly value: number | null }>>;
  };
  const [requests, downloads] = [figures.requests?.value, figures.downloads?.value];
  if (!requests || !downloads)
    throw new Error(`The report does not show this run, got: ${requests} requests, ${downloads} downloads`);
  return `${requests} requests, ${downloads} downloads`;
}
