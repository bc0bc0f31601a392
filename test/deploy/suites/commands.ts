import { PutObjectCommand } from '@aws-sdk/client-s3';
import { commandKey, INDEX_PREFIX, statusesOf } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict, StatusRecord } from '../../../domain/contracts/release';
import { PROJECT } from '../support/demo';
import type { Deployed } from '../support/deployed';
import { keysBelow, readText, verdictOf } from '../support/uploads';

let count = 0;

/** What an operator asks for is done by the intake, and by nobody else. */
export function commands(registry: Deployed): void {
  const bucket = (name: 'STAGING_BUCKET' | 'PACKAGES_BUCKET' | 'RECORDS_BUCKET') => registry.output(name);
  const give = async (asked: Partial<Command>): Promise<CommandVerdict> => {
    const { s3 } = registry.world;
    const id = { ecosystem: 'pypi', project: PROJECT, upload: `command-deploy-test-${++count}` };
    const body: Command = { schema: 1, action: 'reindex', ecosystem: 'pypi', project: PROJECT, by: 'ops', ...asked };
    const write = { Bucket: bucket('STAGING_BUCKET'), Key: commandKey(id), Body: JSON.stringify(body), IfNoneMatch: '*' };
    await s3.send(new PutObjectCommand(write));
    return (await verdictOf(s3, bucket('STAGING_BUCKET'), id)) as unknown as CommandVerdict;
  };
  const indexTexts = async (): Promise<Record<string, string>> => {
    const { s3 } = registry.world;
    const keys = await keysBelow(s3, bucket('PACKAGES_BUCKET'), INDEX_PREFIX);
    const texts = await Promise.all(keys.map(async (key) => [key, await readText(s3, bucket('PACKAGES_BUCKET'), key)] as const));
    return Object.fromEntries(texts);
  };

  describe('commands', () => {
    test('a yanked release is on record, and shown as such', async () => {
      const asked = { action: 'yank', version: '1.0.0', reason: 'Loses data.' } as const;
      expect(await give(asked)).toMatchObject({ outcome: 'applied', version: '1.0.0' });
      const [key] = await keysBelow(registry.world.s3, bucket('RECORDS_BUCKET'), statusesOf('pypi', PROJECT));
      const record = JSON.parse(await readText(registry.world.s3, bucket('RECORDS_BUCKET'), key!)) as StatusRecord;
      expect(record).toMatchObject({ ...asked, by: 'ops' });
      const texts = await indexTexts();
      expect(texts[`${INDEX_PREFIX}pypi/simple/${PROJECT}/index.html`]).toContain('data-yanked="Loses data."');
      expect(texts[`${INDEX_PREFIX}pypi/simple/${PROJECT}/index.v1.json`]).toContain('"yanked":"Loses data."');
    });

    test('a reindex writes what was there', async () => {
      const before = await indexTexts();
      expect(await give({ action: 'reindex' })).toMatchObject({ outcome: 'applied' });
      expect(await indexTexts()).toEqual(before);
    });

    test('what names no released version is rejected', async () => {
      expect(await give({ action: 'yank', version: '9.9.9' })).toMatchObject({
        outcome: 'rejected',
        reason: `${PROJECT} has no version '9.9.9'; name a released one, as it is spelt there.`,
      });
    });
  });
}
