/** Settings of clients, as `registry token issue --for` says, for a person who has a token and for one who has none. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Setting,
  settingsFor,
  TOKEN_CLIENTS,
  TOKEN_PLACE,
  type TokenClient,
  type TokenUse,
} from '../../../domain/tiers/token-clients';

/** What those need for whom `token issue` has no instructions of their own. */
const OTHERS: Readonly<Record<string, (use: TokenUse) => readonly Setting[]>> = {
  uv: (use) => [
    settingsFor('pip', use)[0]!,
    {
      file: '~/.config/uv/uv.toml',
      text: `[[index]]\nurl = "${baseOf(use)}/pypi/simple/"\ndefault = true\nauthenticate = "always"`,
    },
  ],
  pnpm: (use) => settingsFor('npm', use),
};

const baseOf = ({ url, tier, holder }: TokenUse): string => `${url}/t/${tier}/${holder}`;
const isToken = (client: string): client is TokenClient => (TOKEN_CLIENTS as readonly string[]).includes(client);

export const settingsWithToken = (client: string, use: TokenUse): readonly Setting[] =>
  isToken(client) ? settingsFor(client, use) : OTHERS[client]!(use);

/** The same without prefix and token. */
export function settingsWithout(client: string, url: string): readonly Setting[] {
  const use = { url, tier: 'none', holder: 'none' };
  return settingsWithToken(client, use)
    .map(({ file, text }) => {
      const plain = text.replaceAll(`token:${TOKEN_PLACE}@`, '').replaceAll(baseOf(use), url).split('\n');
      const lines = plain.filter((line) => !/TOKEN|commonsToken|authenticate|credential-provider|always-auth/.test(line));
      return { file, text: lines.join('\n') };
    })
    .filter(({ text }) => text !== '');
}

/** Writes settings where the client looks for them. @param folder of the project; its `home` is the home directory */
export function writeSettings(folder: string, settings: readonly Setting[], token = ''): void {
  for (const { file, text } of settings) {
    const path = file.startsWith('~/') ? join(folder, 'home', file.slice(2)) : join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, `${text.replaceAll(TOKEN_PLACE, token)}\n`);
  }
}
