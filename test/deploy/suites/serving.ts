import { PROJECT } from '../support/demo';
import type { Deployed } from '../support/deployed';
import { sha256 } from '../support/uploads';

interface SimpleIndex {
  readonly files: readonly { readonly filename: string; readonly url: string; readonly hashes: { readonly sha256: string } }[];
}

/** What was published is served over HTTP, by the local edge in front of the deployed buckets. */
export function serving(registry: Deployed): void {
  describe('serving', () => {
    let url: string;
    const get = (path: string) => fetch(new URL(path, url), { headers: { accept: 'application/vnd.pypi.simple.v1+json' } });

    beforeAll(async () => {
      url = await registry.edge();
    });

    test('the index lists every released file with its digest, and the file has it', async () => {
      const page = `/pypi/simple/${PROJECT}/`;
      const response = await get(page);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/vnd.pypi.simple.v1+json']);
      const { files } = (await response.json()) as SimpleIndex;
      expect(files.map(({ filename }) => filename).sort()).toContain('commons_demo-1.0.0-py3-none-any.whl');
      for (const file of files) {
        const answer = await get(new URL(file.url, new URL(page, url)).pathname);
        expect([answer.status, sha256(Buffer.from(await answer.arrayBuffer()))]).toEqual([200, file.hashes.sha256]);
      }
    });

    test('what was refused is not found under any address', async () => {
      const { files } = (await (await get(`/pypi/simple/${PROJECT}/`)).json()) as SimpleIndex;
      expect(files.filter(({ filename }) => filename.includes('2.0.0'))).toEqual([]);
      const served = new URL(files[0]!.url, `${url}/pypi/simple/${PROJECT}/`).pathname;
      expect((await get(served.replaceAll(files[0]!.filename, 'commons_demo-2.0.0-py3-none-any.whl'))).status).toBe(404);
    });

    test('a project that does not exist is not found', async () => {
      expect((await get('/pypi/simple/no-such-project/')).status).toBe(404);
    });
  });
}
