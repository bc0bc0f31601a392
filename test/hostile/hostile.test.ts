/** Uploads that must be refused: each whole, really signed, through the intake, for its own documented reason and no other. */
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import type { HostileCase } from './case';
import { CASES } from './cases';
import { HONEST_JARS } from './cases/zip';
import { createWorld, honest, policyOf, publicState, quarantined, realBench, signed, upload, type World } from './world';

/** Of larger uploads the rest stays where it is until it expires. */
const MOST_QUARANTINED = 100;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

async function refuse({ upload: made, policy = (same) => same, intake, before, decide = upload }: HostileCase) {
  const hostile = await made(world);
  const bench = realBench(world, policy(policyOf(world)), intake);
  await before?.(bench, world);
  const known = publicState(bench);
  const verdict = await decide(bench, hostile);
  return { bench, hostile, verdict, known };
}

describe.each(ECOSYSTEM_NAMES)('an honest release of %s', (ecosystem) => {
  test('is accepted', async () => {
    const bench = realBench(world, policyOf(world));
    expect(await upload(bench, await signed(world, await honest(ecosystem)))).toMatchObject({ outcome: 'accepted' });
  });
});

test.each(CASES)('$code: $name', async (hostileCase) => {
  const { code, says } = hostileCase;
  const { bench, hostile, verdict, known } = await refuse(hostileCase);
  expect(verdict).toMatchObject({ outcome: 'refused', code });
  expect(verdict).toHaveProperty(
    'reason',
    typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
  );
  expect(publicState(bench)).toEqual(known);
  expect(quarantined(bench, hostile)).toHaveLength(Math.min(Object.keys(hostile.objects).length, MOST_QUARANTINED) + 1);
});

test('there are at least 250 cases, each with a name of its own', () => {
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(250);
});

test.each(HONEST_JARS)('a jar is read in place and may have $name', async ({ body }) => {
  const parts = await honest('maven');
  const files = parts.files.map((file) => (file.name.endsWith('.jar') ? { ...file, body } : file));
  expect(await upload(realBench(world, policyOf(world)), await signed(world, { ...parts, files }))).toMatchObject({
    outcome: 'accepted',
  });
});
