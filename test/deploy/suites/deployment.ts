import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../domain/contracts/local-run';
import { stackOf } from '../../../local/start/synth';
import type { Deployed } from '../support/deployed';
import { stackStatus } from '../support/stack';

const ENVIRONMENT = `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`;

/** Bootstraps an empty account and deploys the example, with the CDK CLI. */
export function deployment(registry: Deployed): void {
  describe('deployment', () => {
    test('an empty account is bootstrapped', async () => {
      expect(await registry.synth()).toMatchObject({ code: 0 });
      const { code, output } = await registry.world.cdk('bootstrap', ENVIRONMENT, '--app', registry.assembly('first'));
      expect([code, output]).toEqual([0, expect.stringContaining(`Environment ${ENVIRONMENT} bootstrapped`)]);
    });

    deploysAll(registry, 'first');

    test('the outputs are those of the contract', async () => {
      await registry.readOutputs();
      expect(registry.output('REGISTRY_URL')).toBe(`https://${registry.output('DISTRIBUTION_DOMAIN')}`);
    });
  });
}

/** Deploys the example with a domain beside it: its template has types that the other has not. */
export function otherDeployment(registry: Deployed): void {
  describe('deployment with a domain', () => {
    test('the example is synthesised', async () => {
      const config = 'examples/with-domain/registry.config.ts';
      expect(await registry.world.synth(registry.assembly('domain'), config)).toMatchObject({ code: 0 });
    });

    deploysAll(registry, 'domain');
  });
}

/** Deploys an assembly; nothing in its template may pass unnoticed. */
function deploysAll(registry: Deployed, assembly: string): void {
  test('the stack is deployed', async () => {
    const { name } = stackOf(registry.assembly(assembly));
    const { code, output } = await registry.deploy(assembly, name);
    expect([code, output]).toEqual([0, expect.stringContaining(`✅  ${name}`)]);
    expect(await stackStatus(registry.world.cloudFormation, name)).toBe('CREATE_COMPLETE');
  });

  test('every type of the template has a handler, or is on the list of types that are only recorded', async () => {
    const { handlers, recordOnlyTypes, recordOnly } = await registry.world.cloud.report();
    const types = [...new Set(Object.values(registry.template(assembly).Resources).map(({ Type }) => Type))];
    expect(types.filter((type) => !handlers.includes(type) && !type.startsWith('Custom::'))).toEqual([]);
    // Said aloud: `npm start` prints them, docs/fidelity.md lists them.
    const recorded = recordOnly.map(({ type }) => type);
    expect(recorded).toEqual(expect.arrayContaining(types.filter((type) => recordOnlyTypes.includes(type))));
  });

  test('no property was ignored without a known reason', async () => {
    const { created, unread } = await registry.world.cloud.report();
    expect(unread.unexplained).toEqual([]);
    // The report is of this deployment: it saw at least every resource of the template.
    // A resource of our own type is a call of our own function, which needs no handler.
    const types = Object.values(registry.template(assembly).Resources).map(({ Type }) => Type);
    for (const type of types.filter((each) => !each.startsWith('Custom::'))) expect(Object.keys(created)).toContain(type);
  });
}
