import { errorName, errorPath } from '../../../domain/contracts/http-errors';
import type { RefusalCode } from '../../../domain/contracts/refusals';
import { archives, PROJECT, SIGNER } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { put, sha256, signedDraft, verdictOf } from '../support/uploads';

const VERSION = '3.0.0';
const WHEEL = `commons_demo-${VERSION}-py3-none-any.whl`;
const FILE = `/pypi/files/${PROJECT}/${WHEEL}`;
const PAGE = `/pypi/simple/${PROJECT}/`;
const PYPI = ['--ecosystem', 'pypi'];
/** From command to effect, with everything on one busy machine. On AWS add what CloudFront takes to tell its edges. Seconds. */
const MOST_SECONDS = 30;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly cache: string | null;
}

/** Something bad was published: how long it takes until nobody gets it, and until everybody gets it again. */
export function blocking(registry: Deployed): void {
  describe('blocking', () => {
    let url: string;
    beforeAll(async () => {
      url = await registry.edge();
    });

    const get = async (path: string): Promise<Answer> => {
      const answer = await fetch(new URL(path, url), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } });
      const body = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, body, cache: answer.headers.get('cache-control') };
    };

    /** @returns seconds from the start of the command until the file is answered so */
    async function until(status: number, args: readonly string[]): Promise<number> {
      const start = Date.now();
      const command = registry.world.registry([...args, '--stack', STACK, '--json']);
      while ((await get(FILE)).status !== status && Date.now() - start < MOST_SECONDS * 1000)
        await new Promise((resolve) => setTimeout(resolve, 100));
      const seconds = (Date.now() - start) / 1000;
      expect(await command).toMatchObject({ code: 0, output: expect.stringContaining('"outcome": "applied"') as string });
      expect((await get(FILE)).status).toBe(status);
      return seconds;
    }

    /** What pip and uv are told. */
    const refusal = (status: 410 | 451): unknown => {
      const code = status === 451 ? 'BLOCKED_BY_LAW' : 'BLOCKED';
      const [title, detail] = [errorName(code), `Blocked by the registry: it stole tokens ${url}${errorPath(code)}`];
      const text = `${title}. ${detail}`;
      return { type: errorPath(code), title, status, detail, error: text, warning: text };
    };

    /** The release again, or another one. Unblocked, the first would be refused too, but for another reason. */
    async function publish(version: string): Promise<unknown> {
      const { s3, authority } = registry.world;
      const draft = await signedDraft(authority, SIGNER, { project: PROJECT, version }, await archives(version));
      await put(s3, registry.output('STAGING_BUCKET'), draft);
      return verdictOf(s3, registry.output('STAGING_BUCKET'), draft.id);
    }

    test.each<{ what: string; args: () => Promise<string[]>; status: 410 | 451; again: string; code: RefusalCode }>([
      {
        what: 'a version',
        args: () => Promise.resolve([PROJECT, VERSION, ...PYPI]),
        status: 451,
        again: VERSION,
        code: 'VERSION_BLOCKED',
      },
      {
        what: 'a project',
        args: () => Promise.resolve([PROJECT, ...PYPI]),
        status: 410,
        again: '3.9.0',
        code: 'PROJECT_BLOCKED',
      },
      {
        what: 'a file',
        args: async () => [`sha256:${sha256((await get(FILE)).body)}`],
        status: 451,
        again: VERSION,
        // The version that holds the file goes with it.
        code: 'VERSION_BLOCKED',
      },
      {
        what: 'a publisher',
        args: () => Promise.resolve([`publisher:${SIGNER.identity}`]),
        status: 410,
        again: '3.9.0',
        code: 'PUBLISHER_BLOCKED',
      },
    ])('$what is refused soon after the command, also from a cache, and comes back as it was', async (blocked) => {
      const { what, status, again, code } = blocked;
      const [file, page, args] = [await get(FILE), await get(PAGE), await blocked.args()];
      expect([file.status, page.body.toString()]).toEqual([200, expect.stringContaining(WHEEL)]);

      const gone = await until(status, ['block', ...args, '--reason', 'it stole tokens', '--status', String(status)]);
      const { body, ...answer } = await get(FILE);
      expect([answer, JSON.parse(body.toString())]).toEqual([{ status, cache: 'no-store' }, refusal(status)]);
      expect((await get(PAGE)).body.toString()).not.toContain(WHEEL);

      expect(await publish(again)).toMatchObject({ outcome: 'refused', code });
      expect(await registry.world.registry(['reindex', PROJECT, ...PYPI, '--stack', STACK])).toMatchObject({ code: 0 });
      expect((await get(PAGE)).body.toString()).not.toContain(WHEEL);

      const back = await until(200, ['unblock', ...args]);
      console.info(`blocking ${what}: ${status} after ${gone} s, served again after ${back} s`);
      expect(Math.max(gone, back)).toBeLessThan(MOST_SECONDS);
      expect([await get(FILE), (await get(PAGE)).body]).toEqual([file, page.body]);
    });
  });
}
