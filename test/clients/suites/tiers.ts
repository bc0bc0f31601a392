/** Real clients without a token, with one of each tier, and with one that is refused, set up as `registry token issue` says. */
import { randomBytes } from 'node:crypto';
import { DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import { ANONYMOUS } from '../../../domain/tiers/tier';
import { makeToken } from '../../../domain/tiers/token';
import {
  type Changes,
  hmacWith,
  issueToken,
  mintingKey,
  readBook,
  revokeHolder,
  type TokenBook,
} from '../../../domain/tiers/token-book';
import { untilUndisturbed } from '../../../functions/shared/retry';
import { findTokens } from '../../../lib/cli/token-store';
import { describeWith } from '../../helpers/require-client';
import { type Outcome, Workshop } from '../support/client';
import { type ClientReport, keepOrCompare, type Refused, type Reports, wordsOf } from '../support/client-report';
import { accessLog, type Logged } from '../support/edge-log';
import { type Front, tlsFront } from '../support/fronts';
import { Limited } from '../support/limited';
import { Pool } from '../support/pool';
import type { ClientRegistry } from '../support/registry';
import { settingsWithout, settingsWithToken, writeSettings } from '../support/settings';
import { CLIENT_ENV, homesOf, isHere, publishTiered, TIER_CLIENTS, type TierClient, versionOf } from '../support/tier-clients';

const TIERS = DEFAULT_TIERS.map(({ name }) => name).filter((name) => name !== ANONYMOUS);
const DAY = 86_400;
/** Clients that run at once: they wait for the edge, and for the disk. */
const AT_ONCE = 3;
/** Whose tokens, so that records tell clients apart. */
const holderOf = ({ name }: TierClient): string => name;
const revokedHolderOf = (client: TierClient): string => `${holderOf(client)}-left`;

type Run = 'anonymous' | 'expired' | 'revoked' | (string & {});

export function tiers(registry: ClientRegistry): void {
  describe('tiers', () => {
    const here = TIER_CLIENTS.filter(isHere);
    const shop = new Workshop(CLIENT_ENV);
    const runs = new Map<string, Promise<Outcome>>();
    const reports: Record<string, ClientReport> = {};
    const limited = new Limited(registry, shop);
    let tls: Front | undefined;
    let log: Promise<Logged[]> | undefined;

    registry.prepare(async () => {
      for (const { prepare } of here) await prepare?.();
      await publishTiered(registry);
      if (here.some(({ needsTls }) => needsTls)) tls = await tlsFront(registry.url, shop.directory);
      await limited.begin(here);
      const tokens = await issue(registry, here);
      const pool = new Pool(AT_ONCE);
      for (const client of here) {
        for (const run of [ANONYMOUS, ...TIERS, 'expired', 'revoked']) {
          const install = () => installAs(client, run, tokens.get(`${client.name} ${run}`));
          runs.set(`${client.name} ${run}`, pool.begin(install));
        }
      }
    });
    afterAll(() => {
      tls?.close();
      limited.end();
      shop.remove();
    });

    function installAs(client: TierClient, run: Run, token: string | undefined): Promise<Outcome> {
      const folder = `${holderOf(client)}-${run}`;
      const env = { ...homesOf(shop, folder), ...(client.needsTls && { SSL_CERT_FILE: `${shop.directory}/tls.crt` }) };
      for (const [file, text] of Object.entries(client.project ?? {})) shop.write(`${folder}/${file}`, text);
      const tier = TIERS.includes(run) ? run : TIERS[0]!;
      const holder = run === 'revoked' ? revokedHolderOf(client) : holderOf(client);
      const url = (client.needsTls && tls?.url) || registry.url;
      const settings =
        token === undefined ? settingsWithout(client.name, url) : settingsWithToken(client.name, { url, tier, holder });
      writeSettings(`${shop.directory}/${folder}`, settings.map(withPort(url)), token);
      return client.install(shop, folder, env);
    }

    const done = (client: TierClient, run: Run): Promise<Outcome> => runs.get(`${client.name} ${run}`)!;
    const records = async (client: TierClient): Promise<Logged[]> => {
      log ??= Promise.all(runs.values()).then(() => accessLog(registry.deployed, registry.adminUrl));
      return (await log).filter(({ custom }) => custom?.holder === holderOf(client));
    };

    describe.each(TIER_CLIENTS.map((client) => ({ client, name: client.name })))('$name', ({ client }) => {
      describeWith(neededBy(client), here.includes(client), 'in the tiers', () => {
        let tokens: Record<string, string>;
        let refused: Record<'expired' | 'revoked', Refused>;

        test('installs without a token', async () => {
          expect(await done(client, ANONYMOUS)).toMatchObject({ code: 0 });
        });

        test('installs with a token of each tier, which the edge verified for index and file', async () => {
          for (const tier of TIERS)
            expect([tier, await done(client, tier)]).toEqual([tier, expect.objectContaining({ code: 0 })]);
          const seen = await records(client);
          tokens = Object.fromEntries(TIERS.map((tier) => [tier, kindsOf(seen, tier)]));
          // A pinned artifact of Maven and Go has no index but its own descriptions.
          const kinds = expect.stringMatching(/(index|metadata).*file/) as string;
          expect(tokens).toEqual(Object.fromEntries(TIERS.map((tier) => [tier, kinds])));
        });

        test('installs nothing with a token that has expired or is revoked, and shows why', async () => {
          const refusalOf = async (run: 'expired' | 'revoked'): Promise<Refused> => {
            const cause = new RegExp(`token[ _](has (been )?)?${run}`, 'i');
            const { code, output } = await done(client, run);
            expect([run, code === 0]).toEqual([run, false]);
            const shows = wordsOf(output, cause, shop.directory);
            if (cause.test(output)) return { named: 'yes', shows };
            const { option, env } = client.explain ?? { option: '', env: {} };
            const more = await client.install(shop, `${client.name}-${run}`, {
              ...homesOf(shop, `${client.name}-${run}`),
              ...env,
            });
            return { named: cause.test(more.output) ? `with ${option}` : 'no', shows };
          };
          refused = { expired: await refusalOf('expired'), revoked: await refusalOf('revoked') };
        });

        test('goes on after a refusal for too many requests, by itself or when it is started again', async () => {
          reports[client.name] = {
            version: versionOf(client),
            anonymous: 'yes',
            tokens,
            limited: await limited.report(client),
            ...refused,
          };
        });
      });
    });

    test('docs/clients.json holds what was seen', () => {
      expect(Object.keys(reports)).toEqual(here.map(({ name }) => name));
      keepOrCompare(reports satisfies Reports);
    });
  });
}

const neededBy = ({ command, needs = command, needsTls }: TierClient): string => (needsTls ? `${needs} and openssl` : needs);

/** Kinds of requests for which the edge verified a token of a tier. */
const kindsOf = (log: readonly Logged[], tier: string): string => {
  const kinds = new Set(
    log.filter(({ custom, status }) => custom?.tier === tier && status === 200).map(({ custom }) => custom!.kind),
  );
  return ['listing', 'index', 'metadata', 'file'].filter((kind) => kinds.has(kind as 'index')).join(', ');
};

/** A registry is at the standard port, and .netrc names hosts without one; this one is not. */
const withPort = (url: string) => (setting: { file: string; text: string }) =>
  url.startsWith('https:') && setting.file.endsWith('.netrc')
    ? { ...setting, text: setting.text.replace(/machine \S+/, `machine ${new URL(url).host}`) }
    : setting;

/** Tokens for every client and run, in the registry's own store; those that are to be refused made so. */
async function issue(registry: ClientRegistry, clients: readonly TierClient[]): Promise<ReadonlyMap<string, string>> {
  const { world } = registry.deployed;
  const { endpoint, region, credentials } = world.client;
  const { store } = await findTokens({ endpoint, region, credentials, outputs: registry.deployed.outputs });
  const now = new Date();
  const tokens = new Map<string, string>();
  /** Other suites block and unblock in the same store meanwhile. */
  const change = <T extends { readonly changes: Changes }>(decide: (book: TokenBook) => T): Promise<T> =>
    untilUndisturbed('tokens', async () => {
      const { entries, revision } = await store.read();
      const changed = decide(readBook(entries));
      return (await store.update(changed.changes, revision)) ? changed : undefined;
    });
  const claim = async (client: TierClient, run: Run, tier: string, holder: string, expires: number): Promise<void> => {
    const newSecret = () => randomBytes(32).toString('base64url');
    const { token } = await change((book) => issueToken(book, { tier, holder, expires, now, newSecret }));
    tokens.set(`${client.name} ${run}`, token);
  };
  const later = Math.floor(now.getTime() / 1000) + DAY;
  for (const client of clients) {
    for (const tier of TIERS) await claim(client, tier, tier, holderOf(client), later);
    await claim(client, 'revoked', TIERS[0]!, revokedHolderOf(client), later);
    await change((book) => ({ changes: revokeHolder(book, revokedHolderOf(client), false) }));
    const book = readBook((await store.read()).entries);
    const keyId = mintingKey(book, now)!;
    const claims = { tier: TIERS[0]!, holder: holderOf(client), expires: later - 2 * DAY, keyId };
    tokens.set(`${client.name} expired`, makeToken(claims, hmacWith(book.secrets.get(keyId)!)));
  }
  return tokens;
}
