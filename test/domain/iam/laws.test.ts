import fc from 'fast-check';
import type { Verdict } from '../../../domain/iam/evaluate';
import { account, ask, OTHER, policy, ROLE, ROOT, SERVICE } from './requests';

const some = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
const either: fc.Arbitrary<string> = fc.constantFrom('Allow', 'Deny');
const always = (effect: string) => fc.constant(effect);

const ofIdentity = (Effect: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.record({
    Effect,
    Action: some('*', 's3:*', 's3:Get*', 's3:PutObject'),
    Resource: some('*', 'arn:aws:s3:::packages/*', 'arn:aws:s3:::packages/index/*'),
    Condition: fc.constantFrom(
      {},
      { Bool: { 'aws:SecureTransport': 'false' } },
      { StringNotEquals: { 'aws:SourceAccount': account } },
      { Null: { 'aws:SourceAccount': 'true' } },
      { ArnNotLike: { 'aws:PrincipalArn': ROLE } },
    ),
  });
const principals = fc.constantFrom<unknown>('*', { AWS: ROLE }, { AWS: ROOT }, { AWS: OTHER }, { Service: SERVICE });
const ofResource = (effect: fc.Arbitrary<string>): fc.Arbitrary<object> =>
  fc.tuple(ofIdentity(effect), principals).map(([rest, Principal]) => ({ ...rest, Principal }));

const requests = fc.record({
  principal: fc.constantFrom(ROLE, OTHER),
  resource: fc.constantFrom('arn:aws:s3:::packages/files/a', 'arn:aws:s3:::packages/index/a'),
  context: fc.record(
    { 'aws:SecureTransport': fc.constantFrom('true', 'false'), 'aws:SourceAccount': fc.constant(account) },
    { requiredKeys: [] },
  ),
});

/** A request, and the statements of the identity policy and of the resource policy. */
interface World {
  readonly request: Parameters<typeof ask>[0];
  readonly identity: readonly object[];
  readonly resource: readonly object[];
}
const worlds = (effect = either): fc.Arbitrary<World> =>
  fc.record({
    request: requests,
    identity: fc.array(ofIdentity(effect), { maxLength: 3 }),
    resource: fc.array(ofResource(effect), { maxLength: 3 }),
  });

/** A world, and the same with one more statement in either policy. */
const extended = (effect: string): fc.Arbitrary<[World, World]> =>
  fc.oneof(
    fc
      .tuple(worlds(), ofIdentity(always(effect)))
      .map(([world, more]): [World, World] => [world, { ...world, identity: [...world.identity, more] }]),
    fc
      .tuple(worlds(), ofResource(always(effect)))
      .map(([world, more]): [World, World] => [world, { ...world, resource: [...world.resource, more] }]),
  );

const decide = ({ request, identity, resource }: World): Verdict['decision'] =>
  ask(request, identity.length ? [policy(...identity)] : [], resource.length ? policy(...resource) : undefined).decision;
const isAllowed = (world: World) => decide(world) === 'Allowed';

test('one more denial never allows more', () => {
  fc.assert(fc.property(extended('Deny'), ([before, after]) => isAllowed(before) || !isAllowed(after)));
});

test('one more allowance never denies more', () => {
  fc.assert(fc.property(extended('Allow'), ([before, after]) => !isAllowed(before) || isAllowed(after)));
});

test('a denial stays one, whatever is added', () => {
  const isDenied = (world: World) => decide(world) === 'ExplicitlyDenied';
  const more = fc.oneof(extended('Allow'), extended('Deny'));
  fc.assert(fc.property(more, ([before, after]) => !isDenied(before) || isDenied(after)));
});

test('the order of statements does not matter', () => {
  const reversed = (world: World) => ({
    ...world,
    identity: world.identity.toReversed(),
    resource: world.resource.toReversed(),
  });
  fc.assert(fc.property(worlds(), (world) => decide(world) === decide(reversed(world))));
});

test('nothing is allowed that no statement allows', () => {
  fc.assert(fc.property(worlds(always('Deny')), (world) => !isAllowed(world)));
});
