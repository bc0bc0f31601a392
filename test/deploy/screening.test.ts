/** A registry whose uploads are scanned, with IAM enforced: malware is refused, and names like another's wait for a person. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexPath } from '../../domain/packages/pypi/objects';
import { EICAR } from '../../domain/signing/malware/eicar';
import { ROOT } from '../../local/start/layout';
import { wheel } from '../helpers/pypi-archives';
import { deployment } from './suites/deployment';
import { ledger } from './suites/ledger';
import { archives, PROJECT, SIGNER } from './support/demo';
import { Deployed, STACK } from './support/deployed';
import type { Outcome } from './support/world';

/** Names that are easily taken for the demo's, each with the person's word on it. */
const APPROVED = 'commons-dem0';
const REJECTED = 'common-demo';
const OTHER = { ...SIGNER, identity: 'https://github.com/somebody/else/.github/workflows/release.yml@refs/heads/main' };

const registry = new Deployed({ strict: true, config: writeConfig });
beforeAll(() => registry.open());
afterAll(() => registry.close());

/** The example with a scanner, and two projects of somebody else. */
function writeConfig(file: string): void {
  const twins = [APPROVED, REJECTED].map((project) => ({ ecosystem: 'pypi', project, identities: [OTHER] }));
  const lines = [
    `import example from '${join(ROOT, 'registry.config')}';`,
    `const publishers = [...example.publishers, ...${JSON.stringify(twins)}];`,
    "export default { ...example, publishers, screening: { malware: 'guardduty' } };",
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Signs the files and publishes them with the real command. */
async function publish(files: readonly { readonly name: string; readonly body: Buffer }[], who: typeof SIGNER): Promise<Outcome> {
  const { world } = registry;
  const directory = mkdtempSync(join(world.layout.local, 'dist-'));
  for (const { name, body } of files) {
    writeFileSync(join(directory, name), body);
    writeFileSync(join(directory, `${name}.sigstore.json`), JSON.stringify(await world.authority.signMessage(body, who)));
  }
  return world.registry(['publish', directory, '--stack', STACK, '--json']);
}

const ofOutcome = (outcome: string) => expect.stringContaining(`"outcome": "${outcome}"`) as string;
const statusOf = async (path: string) => (await fetch(new URL(path, await registry.edge()))).status;

deployment(registry);

describe('the scanner', () => {
  test('lets clean files pass, once it has looked at them', async () => {
    await registry.edge();
    expect(await publish(await archives('1.0.0'), SIGNER)).toMatchObject({ code: 0, output: ofOutcome('accepted') });
    expect(await statusOf(indexPath(PROJECT))).toBe(200);
  });

  test('finds the test file of all scanners inside a wheel, and nothing of it becomes public', async () => {
    const bad = wheel({ name: PROJECT, version: '1.0.1', source: `test = r"""${EICAR}"""\n` });
    const { code, output } = await publish([bad], SIGNER);
    expect([code, output]).toEqual([1, expect.stringContaining('"code": "MALWARE_FOUND"')]);
    expect(await statusOf(`/pypi/files/${PROJECT}/${bad.name}`)).toBe(404);
  });
});

describe('a name like the one of somebody else', () => {
  const release = (...args: string[]) => registry.world.registry(['release', ...args, '--stack', STACK, '--json']);
  const uploads: Record<string, string> = {};

  test.each([APPROVED, REJECTED])('%s is held, and the command says so with its exit code', async (project) => {
    const { code, output } = await publish(await archives('1.0.0', project), OTHER);
    expect([code, output]).toEqual([3, expect.stringContaining('"rule": "similar-name"')]);
    uploads[project] = /"upload": "([^"]+)"/.exec(output)![1]!;
    expect(await statusOf(indexPath(project))).toBe(404);
  });

  test('an operator finds both on the list', async () => {
    const { code, output } = await release('list');
    const held = (JSON.parse(output.slice(output.indexOf('{'))) as { held: readonly { project: string; upload: string }[] }).held;
    expect([code, Object.fromEntries(held.map(({ project, upload }) => [project, upload]))]).toEqual([0, uploads]);
  });

  test('what is approved becomes public', async () => {
    const { code, output } = await release('approve', uploads[APPROVED]!, '--reason', 'The name is theirs.');
    expect([code, output]).toEqual([0, ofOutcome('accepted')]);
    expect(await statusOf(indexPath(APPROVED))).toBe(200);
  });

  test('what is rejected does not, and its publisher reads why', async () => {
    const { code, output } = await release('reject', uploads[REJECTED]!, '--reason', 'Looks like the demo.');
    expect([code, output]).toEqual([0, expect.stringContaining('"code": "HELD_REJECTED"')]);
    expect(output).toContain('Looks like the demo.');
    expect(await statusOf(indexPath(REJECTED))).toBe(404);
    expect((await release('list')).output).toContain('"held": []');
  });
});

ledger(registry);
