import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { stackName } from '../../../domain/contracts/outputs';
import { buildApp } from '../../../lib/app';
import { templateValidator } from '../../../lib/policy/plugins';
import { EXAMPLE_NAMES, exampleConfig, newApp, synthesise } from '../synthesis';
import { bugs, type Json, sound, spoil } from './planted-bugs';

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

// One file for all that validates: the engine takes seconds to start.
const SECONDS = 60_000;

// The validator's engine starts anew for types that it has not seen, so the example with most types goes first.
const examples = EXAMPLE_NAMES.toSorted((a, b) => Number(b === 'with-domain') - Number(a === 'with-domain'));

test.each(examples)(
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

const directory = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The findings of our own rules, as `<rule> <resource>: <description>`. */
function findings(resources: Json): string[] {
  const templatePath = join(directory, 'template.json');
  writeFileSync(templatePath, JSON.stringify({ Resources: resources }));
  const stack = { stackConstructPath: 'Stack', templatePath, accountId: '111122223333', region: 'us-east-1' };
  return templateValidator()
    .validate({ templatePaths: [templatePath], stackTemplates: [stack], appConstruct: new App() })
    .violations.filter((violation) => violation.ruleName.startsWith('REGISTRY-') || violation.severity === 'error')
    .flatMap((v) => v.violatingResources.map((at) => `${v.ruleName} ${at.resourceLogicalId}: ${v.description}`));
}

test(
  'a sound template has no finding',
  () => {
    expect(findings(sound)).toEqual([]);
  },
  SECONDS,
);

test.each(bugs.map(([path, value, finding]) => ({ path, value, finding, rule: finding.split(' ')[0] })))(
  '$rule finds a wrong $path',
  ({ path, value, finding }) => {
    expect(findings(spoil(path, value))).toContain(finding);
  },
);

test('every rule has a planted bug', () => {
  const folder = join(__dirname, '../../../lib/rules');
  const rules = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/REGISTRY-\w+-\d+/g) ?? []);
  const planted = bugs.map(([, , finding]) => finding.split(' ')[0]);
  expect([...new Set(planted)].sort()).toEqual([...new Set(rules)].sort());
});
