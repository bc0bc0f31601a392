import { LEDGER_PREFIX, VERDICTS_PREFIX } from '../../../domain/contracts/keys';
import { readEntry } from '../../../domain/records/ledger';
import type { Deployed } from '../support/deployed';
import { keysBelow, readText } from '../support/uploads';

/** Actions of commands by what the ledger says of them; a reindex decides nothing. */
const KIND_OF: Readonly<Record<string, string>> = {
  yank: 'status.changed',
  block: 'blocked',
  unblock: 'unblocked',
  approve: 'release.approved',
  reject: 'release.rejected',
};

/** What the answer in the staging bucket must have left in the ledger. */
const kindOf = ({ outcome, action = '' }: { readonly outcome: string; readonly action?: string }): string[] => {
  if (outcome === 'applied') return KIND_OF[action] === undefined ? [] : [KIND_OF[action]];
  return outcome === 'rejected' ? [] : [`release.${outcome}`];
};

/** Everything that happened before is in the ledger, once, and a reader can verify it from outside. */
export function ledger(registry: Deployed): void {
  describe('ledger', () => {
    test('a reader verifies it, with every record and file of every release', async () => {
      const url = await registry.edge();
      const { code, output } = await registry.world.registry(['verify-ledger', '--url', url, '--deep', '--json']);
      expect([code, output]).toEqual([0, expect.stringContaining('"outcome": "verified"')]);
      const { releases, kinds } = JSON.parse(output.slice(output.indexOf('{'))) as {
        readonly kinds: Readonly<Record<string, number>>;
        readonly releases: { readonly releases: number; readonly withdrawn: number };
      };
      expect(releases).toMatchObject({ releases: kinds['release.accepted'], withdrawn: 0 });
      console.info('ledger:', JSON.stringify(kinds));
    });

    test('has each decision once, and each answer that was given is of one of them', async () => {
      const { s3 } = registry.world;
      const [records, staging] = [registry.output('RECORDS_BUCKET'), registry.output('STAGING_BUCKET')];
      const entries = await Promise.all(
        (await keysBelow(s3, records, LEDGER_PREFIX)).map(
          async (key) => readEntry(Buffer.from(await readText(s3, records, key))).event,
        ),
      );
      // What became of a held upload is an event of its own; its answer takes the place of the first one.
      const ids = entries.map(({ id, kind }) => `${kind} ${id.replace(/\.settled$/, '')}`);
      expect(ids).toEqual([...new Set(ids)]);

      const answers = await Promise.all(
        (await keysBelow(s3, staging, VERDICTS_PREFIX)).map(async (key) => {
          const id = key.slice(VERDICTS_PREFIX.length, -'.json'.length);
          return kindOf(JSON.parse(await readText(s3, staging, key)) as { outcome: string }).map((kind) => `${kind} ${id}`);
        }),
      );
      const ofUploads = ids.filter((id) => !/^(key|policy)\./.test(id));
      expect(ofUploads).toEqual(expect.arrayContaining(answers.flat()));
      expect(answers.flat().length).toBeGreaterThan(5);
    });
  });
}
