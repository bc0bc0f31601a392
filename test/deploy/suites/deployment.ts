import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../domain/contracts/local-run';
import { type Deployed, STACK } from '../support/deployed';
import { stackStatus } from '../support/stack';

/** Bootstraps an empty account and deploys, with the CDK CLI; nothing in the template may pass unnoticed. */
export function deployment(registry: Deployed): void {
  describe('deployment', () => {
    test('the example is synthesised', async () => {
      expect(await registry.world.synth(registry.assembly('first'))).toMatchObject({ code: 0 });
    });

    test('an empty account is bootstrapped', async () => {
      const environment = `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`;
      const { code, output } = await registry.world.cdk('bootstrap', environment, '--app', registry.assembly('first'));
      expect([code, output]).toEqual([0, expect.stringContaining(`Environment ${environment} bootstrapped`)]);
    });

    test('the stack is deployed', async () => {
      const { code, output } = await registry.deploy('first');
      expect([code, output]).toEqual([0, expect.stringContaining(`✅  ${STACK}`)]);
      expect(await stackStatus(registry.world.cloudFormation, STACK)).toBe('CREATE_COMPLETE');
      await registry.readOutputs();
    });

    test('every type of the template has a handler, or is on the list of types that are only recorded', async () => {
      const { handlers, recordOnlyTypes, recordOnly } = await registry.world.cloud.report();
      const types = [...new Set(Object.values(registry.template('first').Resources).map(({ Type }) => Type))];
      expect(types.filter((type) => !handlers.includes(type) && !type.startsWith('Custom::'))).toEqual([]);
      // Said aloud: docs/fidelity.md lists the same.
      const recorded = types.filter((type) => recordOnlyTypes.includes(type)).sort();
      expect([...new Set(recordOnly.map(({ type }) => type))].sort()).toEqual(recorded);
    });

    test('no property was ignored without a known reason', async () => {
      const { created, unread } = await registry.world.cloud.report();
      expect(unread.unexplained).toEqual([]);
      const resources = Object.values(registry.template('first').Resources);
      const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
      expect(created['AWS::CloudWatch::Alarm']).toBe(count('AWS::CloudWatch::Alarm'));
    });
  });
}
