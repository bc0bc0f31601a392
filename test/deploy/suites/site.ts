import { ERRORS_PATH, errorPath } from '../../../domain/contracts/http-errors';
import { ERROR_CODES } from '../../../domain/site/error-pages';
import { DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import type { Deployed } from '../support/deployed';

/** The registry's own pages, as the deployment published them and the local edge serves them. */
export function site(registry: Deployed): void {
  describe('the registry’s own pages', () => {
    let url: string;
    const get = (path: string) => fetch(new URL(path, url));

    const read = async (path: string) => {
      const answer = await get(path);
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    };

    beforeAll(async () => {
      url = await registry.edge();
    });

    test.each(['/-/limits', '/-/errors', ERRORS_PATH, ...ERROR_CODES.map(errorPath)])(
      '%s is a page that loads nothing',
      async (path) => {
        const { status, headers, text } = await read(path);
        expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
          200,
          'text/html; charset=utf-8',
          'nosniff',
        ]);
        expect(text).toMatch(
          /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
        );
      },
    );

    test('programs read the limits, and whoever asks is told as whom they count', async () => {
      const limits = await get('/-/limits.json');
      expect([limits.status, limits.headers.get('content-type')]).toEqual([200, 'application/json']);
      const { tiers, me } = (await limits.json()) as { tiers: { name: string; requests: number }[]; me: string };
      expect(tiers[0]).toMatchObject({ name: 'anonymous', requests: DEFAULT_TIERS[0]!.requests });
      expect(await (await get(me)).json()).toMatchObject({ tier: 'anonymous', limited: false });
    });

    test('a missing object is answered in a few words, below every ecosystem', async () => {
      const { status, headers, text } = await read('/pypi/simple/no-such-project/');
      expect([status, headers.get('content-type')]).toEqual([404, 'text/plain; charset=utf-8']);
      expect(text).toContain('There is no such package, version or file in this registry.');
      const [page] = /https:\S+/.exec(text)!;
      expect((await get(new URL(page).pathname)).status).toBe(200);
    });
  });
}
