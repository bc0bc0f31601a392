import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { stackName } from '../../../domain/contracts/outputs';
import { buildApp } from '../../../lib/app';
import { EXAMPLE_NAMES, exampleConfig, newApp, synthesise } from '../synthesis';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string; readonly description: string }[];
    readonly suppressedViolations?: readonly {
      readonly acknowledgedAt: string;
      readonly acknowledgedId: string;
      readonly reason: string;
    }[];
  }[];
}

const SECONDS = 60_000;

test.each(EXAMPLE_NAMES)(
  '%s: no finding of any severity is left, and every acknowledgement is needed and reasoned',
  (name) => {
    const { app, directory } = synthesise(exampleConfig(name), { validateTemplates: true });
    const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
    expect(pluginReports.map(({ pluginName }) => pluginName)).toEqual(['AwsSolutions', 'NIST.800.53.R5', 'Serverless']);
    expect(pluginReports.flatMap(({ violations }) => violations)).toEqual([]);

    const used = new Set(
      pluginReports.flatMap(({ suppressedViolations = [] }) =>
        suppressedViolations.map(({ acknowledgedAt, acknowledgedId }) => `${acknowledgedAt} ${acknowledgedId}`),
      ),
    );
    const made = app.node.findAll().flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>))
        .map(([id, reason]) => ({ at: `${node.path} ${id}`, reason })),
    );
    expect(made.length).toBeGreaterThan(0);
    expect(made.filter(({ at }) => !used.has(at))).toEqual([]);
    expect(made.filter(({ reason }) => !/^[A-Z].{30,}[.]$/s.test(reason))).toEqual([]);
  },
  SECONDS,
);

/** Synthesises the small example after something has been done to its stack. */
function synthesiseWith(spoil: (stack: Stack) => void, validateTemplates: boolean): () => unknown {
  const config = exampleConfig('small');
  const app = buildApp(config, { app: newApp(), validateTemplates });
  spoil(Stack.of(app.node.findChild(stackName(config.registry))));
  return () => app.synth();
}

test('synthesis fails on a finding that nobody acknowledged', () => {
  const synthesis = synthesiseWith((stack) => new CfnBucket(stack, 'Open'), false);
  expect(synthesis).toThrow("Acknowledge with 'AwsSolutions::AwsSolutions-S1'");
});

test(
  'synthesis fails on findings of the template validator, by its own rules and by ours',
  () => {
    const misspell = (stack: Stack) => {
      const bucket = stack.node.findAll().find((node) => node instanceof CfnBucket)!;
      bucket.addPropertyOverride('VersioningConfigurtion', { Status: 'Enabled' });
      bucket.addPropertyOverride('ObjectLockConfiguration', { ObjectLockEnabled: 'Enabled' });
    };
    const synthesis = synthesiseWith(misspell, true);
    expect(synthesis).toThrow(
      /^ERROR .*VersioningConfigurtion[\s\S]*^ERROR ObjectLockEnabled: The bucket has an Object Lock configuration/m,
    );
  },
  SECONDS,
);
