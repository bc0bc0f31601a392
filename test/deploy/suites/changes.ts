import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { FILES_PREFIX } from '../../../domain/contracts/keys';
import { ROOT } from '../../../local/start/layout';
import { stackOf } from '../../../local/start/synth';
import { type Deployed, STACK, type Template } from '../support/deployed';
import { physicalId, stackResources, stackStatus } from '../support/stack';
import { keysBelow, readText, sha256 } from '../support/uploads';
import { rateLimit } from '../support/web-acl';

/** Nothing to do, a change, a change that fails half-way, and the end. */
export function changes(registry: Deployed): void {
  const anonymousLimit = async () => {
    const resources = await stackResources(registry.world.cloudFormation, STACK);
    return rateLimit(registry.world, physicalId(resources, 'AWS::WAFv2::WebACL'), /anonymous/);
  };

  const publishedLimits = async (): Promise<readonly unknown[]> => {
    const text = await readText(registry.world.s3, registry.output('PACKAGES_BUCKET'), 'index/-/limits.json');
    return (JSON.parse(text) as { tiers: unknown[] }).tiers;
  };

  describe('changes', () => {
    test('an unchanged stack shows no difference', async () => {
      const { code, output } = await registry.world.cdk('diff', STACK, '--app', registry.assembly('first'), '--fail');
      expect([code, output]).toEqual([0, expect.stringContaining('There were no differences')]);
    });

    test("a tier's limit is changed in the configuration and deployed", async () => {
      expect(await registry.world.synth(registry.assembly('second'), configWithLimit(registry, 20))).toMatchObject({ code: 0 });
      const diff = await registry.world.cdk('diff', STACK, '--app', registry.assembly('second'));
      expect(diff.output).toMatch(/\[~\] AWS::WAFv2::WebACL/);
      expect(await registry.deploy('second')).toMatchObject({ code: 0 });
      expect(await anonymousLimit()).toBe(20);
      expect((await publishedLimits())[0]).toMatchObject({ name: 'anonymous', requests: 20, windowSeconds: 60 });
    });

    test('an update that fails half-way is rolled back', async () => {
      const broken = withFailure(registry.template('second'), 30);
      copyWithTemplate(registry.assembly('second'), registry.assembly('third'), broken);
      const { code, output } = await registry.deploy('third');
      expect([code, output]).toEqual([1, expect.stringContaining('there-is-no-such-log-group')]);
      // The web ACL had been changed before the failure.
      expect(output).toMatch(/UPDATE_COMPLETE.*AWS::WAFv2::WebACL/);
      expect(await stackStatus(registry.world.cloudFormation, STACK)).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(await anonymousLimit()).toBe(20);
      const types = (await stackResources(registry.world.cloudFormation, STACK)).map(({ ResourceType }) => ResourceType);
      expect(types).not.toContain('AWS::Logs::MetricFilter');
    });
  });

  describe('end', () => {
    const destroy = () => registry.world.cdk('destroy', STACK, '--app', registry.assembly('second'), '--force');

    test('the stack cannot be destroyed while termination protection is on', async () => {
      expect((await destroy()).code).not.toBe(0);
      expect(await stackStatus(registry.world.cloudFormation, STACK)).toBe('UPDATE_ROLLBACK_COMPLETE');
    });

    test('without the protection it is destroyed, and its buckets stay with all they hold', async () => {
      const { world } = registry;
      const packages = registry.output('PACKAGES_BUCKET');
      const before = await keysBelow(world.s3, packages, FILES_PREFIX);
      const off = { StackName: STACK, EnableTerminationProtection: false };
      await world.cloudFormation.send(new UpdateTerminationProtectionCommand(off));
      expect(await destroy()).toMatchObject({ code: 0 });
      expect(await stackStatus(world.cloudFormation, STACK)).toBeUndefined();
      expect(before.length).toBeGreaterThan(0);
      expect(await keysBelow(world.s3, packages, FILES_PREFIX)).toEqual(before);
      for (const name of ['STAGING_BUCKET', 'RECORDS_BUCKET', 'LOGS_BUCKET'] as const) {
        await expect(keysBelow(world.s3, registry.output(name), '')).resolves.toEqual(expect.any(Array));
      }
    });
  });
}

/** Another assembly whose template is this one. The CDK CLI uploads a template only once for each hash that the assembly names. */
function copyWithTemplate(from: string, to: string, template: Template): void {
  cpSync(from, to, { recursive: true });
  const { templateFile, hash } = stackOf(from);
  const body = JSON.stringify(template);
  writeFileSync(join(to, templateFile), body);
  for (const name of readdirSync(to).filter((file) => file.endsWith('.json'))) {
    const file = join(to, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(hash, sha256(Buffer.from(body))));
  }
}

/** The example with another limit, in a file outside the checkout. */
function configWithLimit(registry: Deployed, requests: number): string {
  const file = registry.assembly('registry.config.ts');
  const lines = [
    `import { DEFAULT_TIERS } from '${join(ROOT, 'domain/tiers/defaults')}';`,
    `import example from '${join(ROOT, 'registry.config')}';`,
    'const [anonymous, ...others] = DEFAULT_TIERS;',
    `export default { ...example, tiers: [{ ...anonymous, requests: ${requests}, windowSeconds: 60 }, ...others] };`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Changes the web ACL, and then asks for something that no cloud can make. */
function withFailure(template: Template, requests: number): Template {
  const found = Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::WAFv2::WebACL');
  if (!found) throw new Error('The template has no web ACL');
  const [logicalId, acl] = found;
  const text = JSON.stringify(acl).replace(/"Limit":20\b/, `"Limit":${requests}`);
  return {
    ...template,
    Resources: {
      ...template.Resources,
      [logicalId]: JSON.parse(text) as Template['Resources'][string],
      Impossible: {
        Type: 'AWS::Logs::MetricFilter',
        DependsOn: logicalId,
        Properties: {
          LogGroupName: 'there-is-no-such-log-group',
          FilterPattern: '',
          MetricTransformations: [{ MetricName: 'Impossible', MetricNamespace: 'Test', MetricValue: '1' }],
        },
      },
    },
  };
}
