import { getFrom } from '../support/http';
import { type ClientRegistry, LIMIT, LIMIT_WINDOW_SECONDS } from '../support/registry';

/** What a client meets that draws too much, first while the limit is only counted, then enforced. */
export function limits(registry: ClientRegistry): void {
  describe(`the tier anonymous at ${LIMIT} requests a minute`, () => {
    const ask = (client: string, url = registry.url) => getFrom(client, `${url}/pypi/simple/demo-lib/`);
    const askTimes = async (client: string, times: number, url = registry.url) => {
      const statuses = [];
      for (let i = 0; i < times; i++) statuses.push((await ask(client, url)).status);
      return statuses;
    };

    test('in evaluation blocks nothing, and shows what it would have blocked', async () => {
      const counted = async () => {
        const state = JSON.parse((await getFrom('127.0.0.1', `${registry.adminUrl}/state.json`)).body) as {
          distributions: { rules: { rule: string; counted: number; blocked: number }[] }[];
        };
        return state.distributions[0]!.rules.find(({ rule }) => rule === 'tier-anonymous')!;
      };
      const before = await counted();
      expect(await askTimes('127.0.0.2', 2 * LIMIT)).toEqual(Array(2 * LIMIT).fill(200));
      expect(await counted()).toMatchObject({ counted: before.counted + LIMIT, blocked: 0 });
    });

    test('in enforcement answers the 21st request within the window with 429, and other addresses as ever', async () => {
      const url = registry.strictUrl;
      expect(await askTimes('127.0.0.2', LIMIT, url)).toEqual(Array(LIMIT).fill(200));
      const refused = await ask('127.0.0.2', url);
      expect(refused).toMatchObject({
        status: 429,
        headers: {
          'retry-after': '30',
          'content-type': 'application/problem+json',
          'ratelimit-policy': `"tier-anonymous";q=${LIMIT};w=${LIMIT_WINDOW_SECONDS}`,
        },
      });
      expect(JSON.parse(refused.body)).toMatchObject({
        status: 429,
        type: '/-/errors/RATE_LIMITED',
        detail: expect.stringContaining(`more than ${LIMIT} requests in ${LIMIT_WINDOW_SECONDS} seconds`) as string,
      });
      expect((await ask('127.0.0.3', url)).status).toBe(200);
    });
  });
}
