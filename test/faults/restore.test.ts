/** The drill of a day on which every index document is lost: what comes back is the very same, bytes and all that is said about them. */
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { SAMPLES } from '../helpers/every-ecosystem';
import { deliver } from './registry';
import { History, INTRODUCING, ROTATED, wipe } from './scenarios';
import { stateOf } from './state';

const INDEX = /^packages\/index\//;
const indexOf = (registry: History['registry']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(stateOf(registry)).filter(([name]) => INDEX.test(name)));

/** Documents that tell how many decisions there are: a reindex is none, but what came before it stays. */
test('of all ecosystems, after the key was exchanged', async () => {
  const history = new History();
  for (const [i, deployment] of [undefined, INTRODUCING, ROTATED].entries()) {
    if (deployment) history.deploy(deployment);
    for (const ecosystem of ECOSYSTEM_NAMES) await history.done(history.sample(ecosystem, SAMPLES[ecosystem].versions[i]!));
  }
  const before = indexOf(history.registry);
  const lost = wipe(history.registry);
  expect(Object.keys(indexOf(lost))).toEqual([]);
  Object.assign(history.registry, lost);
  for (const ecosystem of ECOSYSTEM_NAMES) {
    const message = await history.command({ ecosystem, project: SAMPLES[ecosystem].project, action: 'reindex' });
    expect(await deliver(history.registry, message)).toEqual([]);
  }
  const after = indexOf(history.registry);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  for (const [name, document] of Object.entries(before)) expect([name, after[name]]).toEqual([name, document]);
  const { body } = before['packages/index/npm/-/npm/v1/keys'] as { readonly body: Buffer };
  expect(
    (JSON.parse(body.toString()) as { keys: { expires: string | null }[] }).keys.map(({ expires }) => expires === null),
  ).toEqual([true, false]);
});
