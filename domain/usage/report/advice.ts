/** The six lines by which a CI job of GitHub's asks for each file once. Other CI has the same three words: folder, key, install. */
import { CLIENTS, type ClientCaching } from '../../site/clients';
import type { Advice } from './types';

/** For the clients of these ecosystems. A folder that only a shell can name is no path of a workflow. */
export const adviceFor = (ecosystems: readonly unknown[]): Advice[] =>
  CLIENTS.filter(({ ecosystem, cache }) => ecosystems.includes(ecosystem) && !cache.startsWith('$')).map((client) => ({
    client: client.name,
    ecosystem: client.ecosystem,
    lines: linesFor(client),
  }));

function linesFor({ name, lock, install, cache }: ClientCaching): string[] {
  const prefix = `${name.toLowerCase()}-`;
  return [
    '- uses: actions/cache@v4',
    '  with:',
    `    path: ${cache}`,
    `    key: ${prefix}\${{ hashFiles('${lock}') }}`,
    `    restore-keys: ${prefix}`,
    `- run: ${install}`,
  ];
}
