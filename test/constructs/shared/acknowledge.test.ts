/** The constructs of storage and delivery against the policy packs, and the helpers that set findings aside. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import cdkJson from '../../../cdk.json';
import { RegistryCdn } from '../../../constructs/cdn/registry-cdn';
import { acknowledge } from '../../../constructs/shared/acknowledge';
import { acknowledgeWildcards } from '../../../constructs/shared/acknowledge-wildcards';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';
import { domain } from '../cdn/stack';

interface Report {
  readonly pluginReports: readonly {
    readonly violations: readonly { readonly ruleName: string }[];
    readonly suppressedViolations?: readonly {
      readonly acknowledgedAt: string;
      readonly acknowledgedId: string;
      readonly reason?: string;
    }[];
  }[];
}

/** What the packs find in a stack: rules that are violated, and acknowledgements made and used, as `path id`. */
function review(build: (stack: Stack) => void) {
  const app = new App({ context: cdkJson.context });
  const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } });
  build(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new NIST80053R5Checks(app), new ServerlessChecks(app));
  let directory = app.outdir;
  try {
    ({ directory } = app.synth());
  } catch {
    // A violation fails the synthesis; the report is what is asked for.
  }
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  const used = pluginReports.flatMap(({ suppressedViolations = [] }) => suppressedViolations);
  const made = stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as object).map((rule) => `${node.path} ${rule}`)),
    );
  return {
    violations: pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)),
    used: [...new Set(used.map((finding) => `${finding.acknowledgedAt} ${finding.acknowledgedId}`))].sort(),
    made: [...new Set(made)].sort(),
  };
}

test.each([false, true])(
  'store and distribution have no finding that is open, and no needless acknowledgement (domain: %s)',
  (named) => {
    const { violations, made, used } = review((stack) => {
      const store = new ArtifactStore(stack, 'Store');
      new RegistryCdn(stack, 'Cdn', {
        packages: store.packages,
        logs: store.logs,
        edgeFunctionCode: 'function handler(event) { return event.request; }',
        webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/tiers/1',
        ...(named && { domain: domain(stack) }),
      });
      const statements = [...store.grants.intakeStatements(), ...store.grants.publisherStatements('pypi', 'demo')];
      acknowledgeWildcards(
        new ManagedPolicy(stack, 'Policy', { statements }),
        'Object names below a prefix are not known in advance.',
      );
    });
    expect(violations).toEqual([]);
    expect(made).toEqual(used);
    expect(made.filter((entry) => entry.includes('CFR4'))).toHaveLength(named ? 0 : 1);
  },
);

const onPolicy = (actions: string[], act: (policy: ManagedPolicy) => void) =>
  review((stack) => {
    const statements = [
      new PolicyStatement({ actions, resources: ['arn:aws:s3:::demo/*', 'arn:aws:s3:::demo'] }),
      new PolicyStatement({ effect: Effect.DENY, actions: ['s3:DeleteObject'], resources: ['arn:aws:s3:::other/*'] }),
    ];
    act(new ManagedPolicy(stack, 'Policy', { statements }));
  });

test('an acknowledgement is recorded under its pack and rule', () => {
  const { violations, used } = onPolicy(['s3:GetObject'], (policy) => {
    acknowledge(policy, ['aws'], 'IAM5[Resource::arn:aws:s3:::demo/*]', 'Object names are not known in advance.');
  });
  expect(violations).toEqual([]);
  expect(used).toEqual(['Test/Policy AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:s3:::demo/*]']);
});

test('wildcards of resources are acknowledged one by one, those of denied ones not', () => {
  const { made, used } = onPolicy(['s3:GetObject'], (policy) => {
    acknowledgeWildcards(policy, 'Object names are not known in advance.');
  });
  expect(made).toEqual(['Test/Policy AwsSolutions::AwsSolutions-IAM5[Resource::arn:aws:s3:::demo/*]']);
  expect(used).toEqual(made);
});

test('wildcards of actions stay findings', () => {
  const { violations } = onPolicy(['s3:Get*'], (policy) => {
    acknowledgeWildcards(policy, 'Object names are not known in advance.');
  });
  expect(violations).toEqual(['AwsSolutions-IAM5[Action::s3:Get*]']);
});
