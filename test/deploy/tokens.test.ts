/** `registry token` against the local cloud's KeyValueStore, by the real client and the real command. */
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { Output } from '../../domain/contracts/outputs';
import { mintingKey, readBook } from '../../domain/tiers/token-book';
import { findTokens } from '../../lib/cli/token-store';
import { stackOutputs, stackStatus } from './support/stack';
import { eventually } from './support/uploads';
import { openWorld, type World } from './support/world';

const STACK = 'tokens';
const TEMPLATE = {
  Resources: { Store: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'tokens' } } },
  Outputs: {
    [Output.KEY_VALUE_STORE_ARN]: { Value: { 'Fn::GetAtt': ['Store', 'Arn'] } },
    [Output.REGISTRY_URL]: { Value: 'https://packages.example.org' },
  },
};
const ID = /"id": "([\w-]{12})"/;
const TOKEN = /"token": "(cr1\.[^"]+)"/;

let world: World;
beforeAll(async () => {
  world = await openWorld({ strict: false });
  await world.cloudFormation.send(new CreateStackCommand({ StackName: STACK, TemplateBody: JSON.stringify(TEMPLATE) }));
  await eventually(
    'stack',
    30_000,
    async () => (await stackStatus(world.cloudFormation, STACK)) === 'CREATE_COMPLETE' || undefined,
  );
});
afterAll(() => world.close());

const token = (args: readonly string[], variables: Readonly<Record<string, string>> = {}) =>
  world.registry(['token', ...args, '--stack', STACK], { ...world.env, ...variables });
const issue = async (holder: string) => {
  const { code, output } = await token(['issue', '--tier', 'supporter', '--holder', holder, '--json']);
  expect([code, output]).toEqual([0, expect.stringMatching(TOKEN)]);
  return { text: TOKEN.exec(output)![1]!, id: ID.exec(output)![1]! };
};
const verify = async (text: string) => {
  const { output } = await token(['verify', '--json'], { REGISTRY_TOKEN: text });
  return (JSON.parse(output) as { verdict: string }).verdict;
};
const readStore = async () => {
  const { endpoint, region, credentials } = world.client;
  const { store } = await findTokens({ endpoint, region, credentials, outputs: await stackOutputs(world.cloudFormation, STACK) });
  return store;
};

test('a token is issued, valid, listed, revoked and allowed again', async () => {
  const [acme, beta] = [await issue('acme'), await issue('beta')];
  expect([await verify(acme.text), await verify(beta.text)]).toEqual(['valid', 'valid']);
  expect(await token(['revoke', '--token', acme.id])).toMatchObject({ code: 0 });
  expect([await verify(acme.text), await verify(beta.text)]).toEqual(['revoked', 'valid']);
  const { output } = await token(['list']);
  expect(output).toMatch(new RegExp(`acme +supporter +${acme.id} .* revoked\nbeta +supporter +${beta.id} .* valid\n`));
  const { entries } = await (await readStore()).read();
  const secret = readBook(entries).secrets.get(mintingKey(readBook(entries), new Date())!)!;
  expect(output).not.toContain(secret);
  expect(await token(['revoke', '--token', acme.id, '--undo'])).toMatchObject({ code: 0 });
  expect(await verify(acme.text)).toBe('valid');
});

test('keys are rotated by overlap, and one with valid tokens is not retired', async () => {
  const { text } = await issue('gamma');
  const [, , , , keyId] = text.split('.');
  expect(await token(['rotate'])).toMatchObject({ code: 0 });
  expect(await token(['rotate', '--retire', keyId!])).toMatchObject({ code: 1 });
  expect(await verify(text)).toBe('valid');
  expect(await token(['rotate', '--retire', keyId!, '--force'])).toMatchObject({ code: 0 });
  expect(await verify(text)).toBe('unknown key');
});

test('more entries than one answer holds are all read; a write upon what somebody else changed is not made', async () => {
  const store = await readStore();
  const many = (from: number) => new Map(Array.from({ length: 40 }, (_, i) => [`block:pypi/p${from + i}`, '451 x'] as const));
  for (const from of [0, 40, 80]) expect(await store.update(many(from), (await store.read()).revision)).toBe(true);
  const { entries, revision } = await store.read();
  expect([...entries.keys()].filter((key) => key.startsWith('block:'))).toHaveLength(120);
  expect(await store.update(new Map([['block:pypi/p0', undefined]]), revision)).toBe(true);
  expect(await store.update(new Map([['block:pypi/p1', undefined]]), revision)).toBe(false);
  expect((await store.read()).entries.has('block:pypi/p1')).toBe(true);
});
