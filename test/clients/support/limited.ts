/** Clients that are refused for too many requests, all at once, each from an address of its own, in real time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Workshop } from './client';
import { type ClientReport, wordsOf } from './client-report';
import { accessLog, type Logged } from './edge-log';
import { addressFront, type Front } from './fronts';
import { getFrom } from './http';
import { type ClientRegistry, LIMIT, LIMIT_WINDOW_SECONDS } from './registry';
import { settingsWithout, writeSettings } from './settings';
import { homesOf, type TierClient } from './tier-clients';

const CAUSE = /429|too many requests|rate.limited|requests in \d+ seconds/i;
const SPARE_MS = 3_000;

interface Attempt {
  readonly address: string;
  readonly first: Outcome;
  /** When it was started again after the window; undefined when it needed not be. */
  readonly again: Outcome | undefined;
}

export class Limited {
  private readonly fronts: Front[] = [];
  private readonly attempts = new Map<string, Promise<Attempt>>();
  private log: Promise<Logged[]> | undefined;

  constructor(
    private readonly registry: ClientRegistry,
    private readonly shop: Workshop,
  ) {}

  /** Begins with all of them; nobody waits here. */
  async begin(clients: readonly TierClient[]): Promise<void> {
    for (const [i, client] of clients.entries()) {
      const address = `127.0.1.${i + 1}`;
      let windowEnds = 0;
      const useUp = async (): Promise<void> => {
        for (let i = 0; i <= LIMIT; i++) await getFrom(address, `${this.registry.strictUrl}/pypi/simple/tiered/`);
        windowEnds = Date.now() + LIMIT_WINDOW_SECONDS * 1000;
      };
      const front = await addressFront(address, this.registry.strictUrl, useUp);
      this.fronts.push(front);
      const attempt = this.attempt(client, { address, url: front.url, windowEnds: () => windowEnds });
      attempt.catch(() => undefined); // the test that waits for it fails
      this.attempts.set(client.name, attempt);
    }
  }

  end(): void {
    for (const front of this.fronts) front.close();
  }

  async report({ name }: TierClient): Promise<ClientReport['limited']> {
    const { address, first, again } = await this.attempts.get(name)!;
    if (again) expect([name, again]).toEqual([name, expect.objectContaining({ code: 0 })]);
    this.log ??= Promise.all(this.attempts.values()).then(() => accessLog(this.registry.deployed, this.registry.strictAdminUrl));
    const asked = (await this.log).filter((each) => each.address === address && each.userAgent !== '-');
    const refused = mostRefused(asked);
    expect([name, refused.length > 0]).toEqual([name, true]);
    // Those of the second start come after the window.
    const until = refused[0]!.time + (again ? LIMIT_WINDOW_SECONDS * 1000 - SPARE_MS : Number.POSITIVE_INFINITY);
    const same = asked.filter(({ path, time }) => path === refused[0]!.path && time < until);
    const served = same.findIndex(({ status }) => status !== 429);
    const times = (served < 0 ? same : same.slice(0, served + 1)).map(({ time }) => time);
    return {
      tries: times.length,
      waits: times
        .slice(1)
        .map((time, i) => (time - times[i]!) / 1000)
        .join(', '),
      recovers: again === undefined,
      shows: again || CAUSE.test(first.output) ? wordsOf(first.output, CAUSE, this.shop.directory) : '',
    };
  }

  private async attempt(client: TierClient, at: { address: string; url: string; windowEnds: () => number }): Promise<Attempt> {
    const { address, url, windowEnds } = at;
    const folder = `${client.name}-limited`;
    const env = homesOf(this.shop, folder);
    for (const [file, text] of Object.entries(client.project ?? {})) this.shop.write(`${folder}/${file}`, text);
    writeSettings(`${this.shop.directory}/${folder}`, settingsWithout(client.name, url));
    const first = await client.install(this.shop, folder, env);
    if (first.code === 0) return { address, first, again: undefined };
    await sleep(Math.max(0, windowEnds() - Date.now()) + SPARE_MS);
    return { address, first, again: await client.install(this.shop, folder, env) };
  }
}

/** Refusals of the path that was refused most often. */
function mostRefused(asked: readonly Logged[]): readonly Logged[] {
  const refused = asked.filter(({ status }) => status === 429);
  const of = (path: string) => refused.filter((each) => each.path === path);
  return refused.reduce<readonly Logged[]>((most, { path }) => (of(path).length > most.length ? of(path) : most), []);
}
