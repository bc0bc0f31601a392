/** Several files hosts: each known to everything that has to know it, and watched as long as somebody pays for each of its bytes. */
import type { RegistryConfig } from '../../../lib/config';
import { exampleConfig, findingsWith, type Synthesis, synthesise } from '../synthesis';

const small = exampleConfig('small');
type Delivery = Partial<RegistryConfig['delivery']>;
const withDelivery = (delivery: Delivery): RegistryConfig => ({
  ...small,
  delivery: { ...small.delivery, ...delivery },
  budget: { ...small.budget, monthlyUsd: 100 },
});
const split = (approved: boolean, hosts = 3) => ({ split: { files: { plan: 'pro', hosts, approved }, stage: 'serve' } }) as const;

const waiting = synthesise(withDelivery(split(false)));
const approved = synthesise(withDelivery(split(true)));

/** Logical ids of the resources that a variable of a function names, in its order. */
function idsIn({ resources }: Synthesis, lambda: string, variable: string): string[] {
  const [, found] = Object.entries(resources).find(
    ([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith(lambda),
  )!;
  const { Variables } = found.Properties.Environment as { readonly Variables: Record<string, unknown> };
  const ids = JSON.stringify(Variables[variable] ?? '').matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g);
  return [...ids].map(([, id]) => id!);
}

const FILES = ['FilesCdnB6A2E27A', 'Files2Cdn064A83E7', 'Files3Cdn3843E338'];
const STORES = ['FilesCdnKeyValueStoreF21E4ED3', 'Files2CdnKeyValueStoreBABE385B', 'Files3CdnKeyValueStore8021829D'];

test('intake and invalidation know every files host, in the order of their numbers', () => {
  expect(idsIn(approved, 'IntakeFunction', 'FILES_URL')).toEqual(FILES);
  expect(idsIn(approved, 'IntakeFunction', 'FILES_KEY_VALUE_STORE_ARN')).toEqual(STORES);
  expect(idsIn(approved, 'BrakeFunction', 'FILES_KEY_VALUE_STORE_ARN')).toEqual(STORES);
  expect(idsIn(approved, 'IntakeInvalidationFunction', 'FILES_DISTRIBUTION_ID')).toEqual(FILES);
});

test('each is on a plan of its own, and no two share a web ACL, a function or a store', () => {
  const of = (type: string): string[] =>
    Object.entries(approved.resources).flatMap(([id, { Type }]) => (Type === type && id.startsWith('Files') ? [id] : []));
  for (const type of ['Distribution', 'Function', 'KeyValueStore']) expect(of(`AWS::CloudFront::${type}`)).toHaveLength(3);
  expect(of('AWS::WAFv2::WebACL')).toHaveLength(3);
  expect(of('AWS::PricingPlanManager::Subscription')).toHaveLength(3);
});

/** Per burn alarm, the ids of the distributions that it looks at. */
const watched = ({ resources }: Synthesis): string[][] =>
  Object.entries(resources)
    .filter(([id, { Type }]) => Type === 'AWS::CloudWatch::Alarm' && id.startsWith('Burn'))
    .map(([, { Properties }]) =>
      [...JSON.stringify(Properties).matchAll(/"Name":"DistributionId","Value":{"Ref":"(\w+)"}/g)].map(([, id]) => id!),
    );

test('until their plans are approved, alarms and the count of the month look at all hosts, and the synthesis allows for that', () => {
  const all = ['CdnF9DD0B44', ...FILES];
  expect(watched(waiting)).toEqual([all, all, all, all]);
  expect(idsIn(waiting, 'BrakeFunction', 'DISTRIBUTION_IDS')).toEqual(all);
  expect(findingsWith(withDelivery(split(false)), () => undefined).text).not.toContain('REGISTRY-COST-ALARMS');
});

test('then at the index host alone, which is within the free alarms', () => {
  expect(watched(approved)).toEqual(Array.from({ length: 4 }, () => ['CdnF9DD0B44']));
  expect(idsIn(approved, 'BrakeFunction', 'DISTRIBUTION_IDS')).toEqual(['CdnF9DD0B44']);
});

test('where only the index host’s plan is approved, the count of the month looks at the files hosts', () => {
  const mixed = synthesise(withDelivery({ ...split(false, 1), plan: 'pro', approved: true }));
  expect(idsIn(mixed, 'BrakeFunction', 'DISTRIBUTION_IDS')).toEqual(FILES.slice(0, 1));
  expect(watched(mixed)).toEqual(Array.from({ length: 4 }, () => ['CdnF9DD0B44']));
});
