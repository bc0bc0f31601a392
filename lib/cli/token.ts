/** `registry token …`: gives out tokens of tiers, takes them back, and exchanges the keys that make them. */

import { Output } from '../../domain/contracts/outputs';
import { ANONYMOUS } from '../../domain/tiers/tier';
import {
  addKey,
  type Changes,
  hasSpread,
  type IssuedToken,
  issueToken,
  judgeToken,
  mintingKey,
  readBook,
  retireKey,
  revokeHolder,
  revokeToken,
  SPREAD_SECONDS,
  stateOf,
  type TokenBook,
  type TokenPath,
  type TokenVerdict,
  tokensOf,
} from '../../domain/tiers/token-book';
import { instructionsFor, type TokenClient } from '../../domain/tiers/token-clients';
import { loadConfig } from '../config';
import { CliError, UsageError } from './failure';
import { findPlace, type Place, type PlaceOptions } from './place';
import { table as columns } from './table';
import type { TokenRegistry, World } from './world';

export interface TokenOptions extends Omit<PlaceOptions, 'bucket'> {
  /** ARN of the KeyValueStore, for those who may not read the stack. */
  readonly store?: string;
  readonly json?: boolean;
}

export interface IssueOptions extends TokenOptions {
  readonly tier: string;
  readonly holder: string;
  readonly days: number;
  readonly for?: TokenClient;
  readonly quiet?: boolean;
}

/** Prints the token to standard output, and everything about it to standard error. @returns the exit code: 0 */
export async function issue(options: IssueOptions, world: World): Promise<number> {
  checkTier(options);
  const registry = await open(options, world);
  const now = world.clock();
  const expires = Math.floor(now.getTime() / 1000) + options.days * 86_400;
  const { tier, holder } = options;
  const made = await change(registry, (book) =>
    issueToken(book, { tier, holder, expires, now, newSecret: () => newSecret(world) }),
  );
  const { token, issued } = made;
  const url = registry.url ?? configuredUrl(options) ?? 'https://packages.example.org';
  const instructions = options.for && instructionsFor(options.for, { url, tier, holder });
  if (options.json) {
    world.out(JSON.stringify({ schema: 1, token, ...shown(issued), ...(instructions && { instructions }) }, null, 2));
    return 0;
  }
  world.out(token);
  if (options.quiet) return 0;
  world.note(`Token ${issued.id} of tier '${tier}' for '${holder}', until ${isoOf(expires)}. It is not shown again.`);
  if (!hasSpread(issued.keyId, now))
    world.note(`Its key is new: some edges may refuse it for up to ${SPREAD_SECONDS / 60} minutes.`);
  if (instructions) world.note(`\n${instructions}`);
  return 0;
}

function checkTier({ tier, config }: IssueOptions): void {
  const names = loadConfig(config).tiers.flatMap(({ name }) => (name === ANONYMOUS ? [] : [name]));
  if (!names.includes(tier)) throw new UsageError(`--tier must be one of ${names.join(', ')} (${config}), got: ${tier}`);
}

function configuredUrl({ config }: IssueOptions): string | undefined {
  const { domain } = loadConfig(config);
  return domain && `https://${domain.name}`;
}

/** 256 bits. It goes into the store and nowhere else. */
const newSecret = (world: World): string => world.randomBytes(32).toString('base64url');

/** @returns the exit code: 0 */
export async function list(options: TokenOptions, world: World): Promise<number> {
  const book = await readOnly(await open(options, world));
  const now = world.clock();
  const rows = [...book.issued]
    .sort((a, b) => compare(a.holder, b.holder) || a.expires - b.expires || compare(a.id, b.id))
    .map((token) => ({ ...shown(token), state: stateOf(token, book, now) }));
  const minting = mintingKey(book, now);
  const keys = [...book.secrets.keys()].sort(compare).map((id) => ({
    id,
    valid: tokensOf(book, id, now).length,
    mints: id === minting,
  }));
  const holders = [...book.revoked].flatMap(([holder, entry]) => (entry < '-' ? [holder] : [])).sort(compare);
  if (options.json) world.out(JSON.stringify({ schema: 1, tokens: rows, keys, revokedHolders: holders }, null, 2));
  else {
    world.out(
      table(
        ['holder', 'tier', 'id', 'expires', 'key', 'state'],
        rows.map((row) => [row.holder, row.tier, row.id, row.expires, row.keyId, row.state]),
      ),
    );
    world.out('');
    world.out(
      table(
        ['key', 'valid tokens', ''],
        keys.map(({ id, valid, mints }) => [id, String(valid), mints ? 'makes new tokens' : '']),
      ),
    );
    if (holders.length > 0) world.out(`\nRevoked altogether: ${holders.join(', ')}`);
  }
  return 0;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
const shown = ({ expires, ...rest }: IssuedToken) => ({ ...rest, expires: isoOf(expires) });

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return `No ${head[0] === 'key' ? 'keys' : 'tokens'} yet.`;
  return columns([head, ...rows]);
}

export interface RevokeOptions extends TokenOptions {
  readonly holder?: string;
  /** Id of a token. */
  readonly token?: string;
  readonly undo?: boolean;
}

/** @returns the exit code: 0 */
export async function revoke({ holder, token, undo = false, ...options }: RevokeOptions, world: World): Promise<number> {
  if (token !== undefined && !/^[\w-]{12}$/.test(token))
    throw new UsageError(`--token takes the 12 characters of an id, as 'token list' shows them, and not a token`);
  if (token === undefined && holder === undefined)
    throw new UsageError('Say what is to be revoked: --token ID, or --holder NAME for all that this holder has');
  if (holder !== undefined && !/^[a-z0-9][a-z0-9-]{0,62}$/.test(holder))
    throw new UsageError(`--holder must be 1 to 63 of a-z, 0-9 and hyphens, got: ${holder}`);
  const registry = await open(options, world);
  await change(registry, (book) => ({
    changes: token === undefined ? revokeHolder(book, holder!, undo) : revokeToken(book, token, undo, holder),
  }));
  const what = token === undefined ? `All tokens of '${holder}'` : `Token ${token}`;
  if (options.json)
    world.out(JSON.stringify({ schema: 1, ...(holder && { holder }), ...(token && { token }), revoked: !undo }, null, 2));
  else world.out(`${what}: ${undo ? 'not revoked any more' : 'revoked'}. Edges learn of it within seconds to minutes.`);
  return 0;
}

export interface RotateOptions extends TokenOptions {
  /** Id of a key to take away, in place of adding one. */
  readonly retire?: string;
  readonly force?: boolean;
}

/** @returns the exit code: 0 */
export async function rotate({ retire, force = false, ...options }: RotateOptions, world: World): Promise<number> {
  const registry = await open(options, world);
  const now = world.clock();
  if (retire !== undefined) {
    await change(registry, (book) => ({ changes: retireKey(book, retire, now, force) }));
    if (options.json) world.out(JSON.stringify({ schema: 1, retired: retire }, null, 2));
    else world.out(`Key ${retire} is retired: what it made is refused.`);
    return 0;
  }
  // One secret, however often another writer comes between.
  const secret = newSecret(world);
  const { keyId } = await change(registry, (book) => addKey(book, now, secret));
  if (options.json) world.out(JSON.stringify({ schema: 1, added: keyId }, null, 2));
  else
    world.out(
      `Key ${keyId} is added. New tokens are made with it in ${SPREAD_SECONDS / 60} minutes, when every edge knows it; those of older keys stay valid. When 'token list' shows no valid tokens of an older key: token rotate --retire KEY`,
    );
  return 0;
}

const VERDICTS: Readonly<Record<TokenVerdict, string>> = {
  valid: 'The token is valid',
  malformed: 'This is no token of a Commons Registry; expected: cr1.<tier>.<holder>.<expires>.<key>.<mac>',
  'unknown key': 'The key that made the token is not (any more) of this registry',
  forged: 'The token was not made by this registry, or was changed',
  revoked: 'The token is revoked',
  expired: 'The token has expired',
  'other path': 'The token is valid, and not for this tier and holder',
};

export interface VerifyTokenOptions extends TokenOptions {
  readonly tier?: string;
  readonly holder?: string;
}

/** Where the token is read from: a command line is no place for one. */
export const TOKEN_VARIABLE = 'REGISTRY_TOKEN';

/** @returns the exit code: 0 valid, 1 not */
export async function verify(options: VerifyTokenOptions, world: World): Promise<number> {
  const text = world.env[TOKEN_VARIABLE] ?? (await world.askSecret('Token: '));
  if (!text)
    throw new UsageError(`No token was given; put it into the environment variable ${TOKEN_VARIABLE}, or type it when asked`);
  const book = await readOnly(await open(options, world));
  const path: TokenPath = { ...(options.tier && { tier: options.tier }), ...(options.holder && { holder: options.holder }) };
  const verdict = judgeToken(text.trim(), book, world.clock(), path);
  if (options.json) world.out(JSON.stringify({ schema: 1, verdict }, null, 2));
  else world.out(`${VERDICTS[verdict]}.`);
  return verdict === 'valid' ? 0 : 1;
}

function open({ store, ...options }: TokenOptions, world: World): Promise<TokenRegistry> {
  return world.connectTokens(store === undefined ? findPlace(options) : storePlace(store));
}

/** The store answers for all regions, and CloudFront's home is this one. */
const storePlace = (arn: string): Place => ({ region: 'us-east-1', outputs: { [Output.KEY_VALUE_STORE_ARN]: arn } });

const readOnly = async ({ store }: TokenRegistry): Promise<TokenBook> => readBook((await store.read()).entries);

/** How often another writer, such as a block, may come between. */
const ATTEMPTS = 5;

/** Decides upon the book as it is, and writes that or nothing. */
async function change<T extends { readonly changes: Changes }>(
  { store }: TokenRegistry,
  decide: (book: TokenBook) => T,
): Promise<T> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { entries, revision } = await store.read();
    const decided = decide(readBook(entries));
    if (await store.update(decided.changes, revision)) return decided;
  }
  throw new CliError(`Others changed the KeyValueStore at the same time, ${ATTEMPTS} times; nothing was changed, try again`);
}
