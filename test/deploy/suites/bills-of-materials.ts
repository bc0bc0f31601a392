import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wheel } from '../../helpers/pypi-archives';
import { PROJECT, SIGNER } from '../support/demo';
import { type Deployed, STACK } from '../support/deployed';
import { sha256 } from '../support/uploads';

const VERSION = '4.0.0';
const PREDICATE_TYPE = 'https://cyclonedx.org/bom/v1.6';
const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'library', name: PROJECT, version: VERSION } },
  components: [{ type: 'library', name: 'six', version: '1.17.0', purl: 'pkg:pypi/six@1.17.0' }],
};

/** A bill of materials that came as a signed attestation beside a file is served beside it, on its own and as it was signed. */
export function billsOfMaterials(registry: Deployed): void {
  describe('bills of materials', () => {
    const { name, body } = wheel({ name: PROJECT, version: VERSION });
    const bundles: Record<string, string> = {};
    const get = async (suffix: string): Promise<[number, string | null, string]> => {
      const answer = await fetch(new URL(`/pypi/files/${PROJECT}/${name}${suffix}`, await registry.edge()));
      return [answer.status, answer.headers.get('content-type'), await answer.text()];
    };

    test('the command uploads the attestation with the file and its signature', async () => {
      const { world } = registry;
      const statement = {
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name, digest: { sha256: sha256(body) } }],
        predicateType: PREDICATE_TYPE,
        predicate: BOM,
      };
      bundles[`${name}.sigstore.json`] = JSON.stringify(await world.authority.signMessage(body, SIGNER));
      bundles[`${name}.cdx.sigstore.json`] = JSON.stringify(await world.authority.attest(statement, SIGNER));
      const directory = mkdtempSync(join(world.layout.local, 'dist-'));
      for (const [file, content] of [[name, body] as const, ...Object.entries(bundles)])
        writeFileSync(join(directory, file), content);
      const { code, output } = await world.registry(['publish', directory, '--stack', STACK, '--json']);
      expect([code, output]).toEqual([0, expect.stringContaining('"outcome": "accepted"')]);
    });

    test('the document has its own address and type', async () => {
      expect(await get('.cdx.json')).toEqual([200, 'application/vnd.cyclonedx+json', JSON.stringify(BOM)]);
    });

    test('both bundles are served as they came', async () => {
      expect(await get('.sigstore.json')).toEqual([200, 'application/json', bundles[`${name}.sigstore.json`]]);
      expect(await get('.2.sigstore.json')).toEqual([200, 'application/json', bundles[`${name}.cdx.sigstore.json`]]);
    });

    test('of a format that was not attested there is none', async () => {
      expect((await get('.spdx.json'))[0]).toBe(404);
    });
  });
}
