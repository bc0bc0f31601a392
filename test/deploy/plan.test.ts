/** A registry on a flat-rate plan is deployed, and `registry doctor` says what can be seen of it here. */
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../domain/contracts/local-run';
import { PlanOutput } from '../../domain/contracts/outputs';
import { Deployed } from './support/deployed';
import { stackOutputs } from './support/stack';

const STACK = 'flat-registry';

const registry = new Deployed({ strict: false });
beforeAll(() => registry.open());
afterAll(() => registry.close());

test('the example on Pro is deployed; its plan is kept and waits', async () => {
  const { world } = registry;
  const assembly = registry.assembly('first');
  expect(await world.synth(assembly, 'examples/on-pro/registry.config.ts')).toMatchObject({ code: 0 });
  expect(await world.cdk('bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, '--app', assembly)).toMatchObject({ code: 0 });
  const { code, output } = await registry.deploy('first', STACK);
  expect([code, output]).toEqual([0, expect.stringContaining(`✅  ${STACK}`)]);
  const outputs = await stackOutputs(world.cloudFormation, STACK);
  expect(outputs[PlanOutput.STATUS]).toBe('PENDING_APPROVAL');
  const { recordOnly } = await world.cloud.report();
  expect(recordOnly.map(({ type, physicalId }) => [type, physicalId])).toEqual([
    ['AWS::PricingPlanManager::Subscription', outputs[PlanOutput.SUBSCRIPTION_ARN]],
  ]);
});

test('doctor asks each question, and says what it cannot see', async () => {
  const { code, output } = await registry.world.registry(['doctor', '--stack', STACK]);
  // The name of the example is no name of the internet, and the local cloud has no bills.
  expect(output.trimEnd().split('\n')).toEqual([
    'ok          deployment: complete (CREATE_COMPLETE), protected against deletion',
    expect.stringMatching(
      /^to do {7}address: https:\/\/packages\.foundation\.example does not answer as it should \(.*\); point its name at /,
    ),
    'cannot see  delivery plan: the local cloud keeps the subscription and does not act on it',
    'ok          alert mails: infrastructure@foundation.example gets them',
    expect.stringMatching(/^cannot see {2}cost tags: /),
    'ok          held releases: none',
  ]);
  expect(code).toBe(1);
});
