/** Each cost rule on a template that fits and on one that does not, with the whole message. */
import { NOTHING_PAID, type PaidParts } from '../../../domain/cost/cost-finding';
import { COST_RULES, costFindings } from '../../../domain/cost/cost-rules';
import { HOURLY_TYPES } from '../../../domain/cost/hourly';
import { isKnownType, usesOf } from '../../../domain/cost/kinds';
import type { Resource, Template } from '../../../domain/cost/template';
import { NO_TRAFFIC, workloadOf } from '../../../domain/cost/workload';

type Resources = Readonly<Record<string, Resource>>;
const of = (Type: string, Properties: Record<string, unknown> = {}): Resource => ({ Type: `AWS::${Type}`, Properties });

const budget = (properties: object): Resource =>
  of('Budgets::Budget', {
    Budget: { BudgetType: 'COST', TimeUnit: 'MONTHLY', CostTypes: { IncludeCredit: false }, ...properties },
    NotificationsWithSubscribers: [{}],
  });
const BUDGET = { Budget: budget({}) };
const bucket = (rules: readonly object[], properties: object = {}): Resource =>
  of('S3::Bucket', { LifecycleConfiguration: { Rules: rules }, ...properties });
const expires = (Prefix?: string) => ({ Status: 'Enabled', ExpirationInDays: 40, ...(Prefix !== undefined && { Prefix }) });
const drops = (Prefix?: string) => ({
  Status: 'Enabled',
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  ...(Prefix !== undefined && { Prefix }),
});
const VERSIONED = { VersioningConfiguration: { Status: 'Enabled' } };
const group = (Name: string, VendorName = 'AWS', configs?: object[]) =>
  of('WAFv2::WebACL', {
    Rules: [
      { Statement: { ManagedRuleGroupStatement: { Name, VendorName, ...(configs && { ManagedRuleGroupConfigs: configs }) } } },
    ],
  });
const workGroup = (configuration?: object) => of('Athena::WorkGroup', configuration && { WorkGroupConfiguration: configuration });
const alarms = (count: number): Resources =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`Alarm${i}`, of('CloudWatch::Alarm')]));
const dashboards = (count: number): Resources =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`Board${i}`, of('CloudWatch::Dashboard')]));
const serverLogs = (rules: readonly object[]): Resources => ({
  Logs: bucket(rules),
  Files: bucket([], { LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' }, LogFilePrefix: 's3/' } }),
});
const delivered = (rules: readonly object[]): Resources => ({
  Logs: bucket(rules),
  To: of('Logs::DeliveryDestination', { DestinationResourceArn: { 'Fn::GetAtt': ['Logs', 'Arn'] } }),
});

const findings = (resources: Resources, paid: Partial<PaidParts> = {}) =>
  costFindings([{ Resources: { ...BUDGET, ...resources } }], { ...NOTHING_PAID, ...paid }).map(
    ({ rule, id, at, text }) => `${rule} ${id ?? '-'} ${at}: ${text}`,
  );

type Row = readonly [what: string, resources: Resources, paid?: Partial<PaidParts>];

const FITTING: readonly Row[] = [
  ['a gateway endpoint', { Endpoint: of('EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }), Default: of('EC2::VPCEndpoint') }],
  ['a version of a function that starts when asked', { Version: of('Lambda::Version') }],
  ['a table billed by use', { Table: of('DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' }) }],
  ['a rule group without a fee', { Acl: group('AWSManagedRulesCommonRuleSet') }],
  [
    'a rule group that the configuration names',
    { Acl: group('AWSManagedRulesBotControlRuleSet') },
    { ruleGroups: ['AWSManagedRulesBotControlRuleSet'] },
  ],
  ['logs that expire below their prefix', serverLogs([expires('s3/')])],
  ['logs that expire with everything', delivered([expires()])],
  ['a log group with a retention', { Group: of('Logs::LogGroup', { RetentionInDays: 30 }) }],
  ['old versions that expire', { Bucket: bucket([drops()], VERSIONED) }],
  ['old versions that expire where objects do', { Bucket: bucket([{ ...expires('a/'), ...drops('a/') }], VERSIONED) }],
  ['old versions under lock', { Bucket: bucket([], { ...VERSIONED, ObjectLockEnabled: true }) }],
  ['a bucket without versions', { Bucket: bucket([]) }],
  ['a limited workgroup', { Queries: workGroup({ BytesScannedCutoffPerQuery: 1e10 }) }],
  ['ten alarms', alarms(10)],
  ['twelve alarms where two are paid', alarms(12), { alarms: 2 }],
  ['three dashboards', dashboards(3)],
  ['four dashboards where one is paid', dashboards(4), { dashboards: 1 }],
  ['a budget of use, which has no credits', { Use: budget({ BudgetType: 'USAGE', CostTypes: undefined }) }],
];

test.each(FITTING.map(([what, resources, paid]) => ({ what, resources, paid })))('$what is allowed', ({ resources, paid }) => {
  expect(findings(resources, paid)).toEqual([]);
});

const NO_BUDGET =
  'allowed: a budget with BudgetType COST, TimeUnit MONTHLY and NotificationsWithSubscribers; add CostControls (constructs/cost/cost-controls.ts) to a stack.';
const FAILING: readonly [what: string, finding: string, resources: Resources, paid?: Partial<PaidParts>][] = [
  [
    'a NAT gateway',
    'REGISTRY-COST-HOURLY Nat Type: Nat (AWS::EC2::NatGateway) is billed by the hour; got: AWS::EC2::NatGateway; allowed: what is billed by use; stay outside a VPC and call the public endpoints of AWS, over TLS.',
    { Nat: of('EC2::NatGateway') },
  ],
  [
    'an interface endpoint',
    'REGISTRY-COST-HOURLY Endpoint Properties.VpcEndpointType: Endpoint (AWS::EC2::VPCEndpoint) is billed by the hour; got: VpcEndpointType "Interface"; allowed: what is billed by use; set VpcEndpointType to Gateway, which S3 and DynamoDB have for nothing, or leave the VPC.',
    { Endpoint: of('EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }) },
  ],
  [
    'provisioned concurrency',
    'REGISTRY-COST-HOURLY Alias Properties.ProvisionedConcurrencyConfig: Alias (AWS::Lambda::Alias) is billed by the hour; got: ProvisionedConcurrencyConfig {"ProvisionedConcurrentExecutions":1}; allowed: what is billed by use; let the function start when it is asked.',
    { Alias: of('Lambda::Alias', { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } }) },
  ],
  [
    'a table of a provisioned capacity, as a table is by default',
    'REGISTRY-COST-HOURLY Table Properties.BillingMode: Table (AWS::DynamoDB::Table) is billed by the hour; got: BillingMode nothing; allowed: what is billed by use; set BillingMode to PAY_PER_REQUEST.',
    { Table: of('DynamoDB::Table') },
  ],
  [
    'a rule group with a fee, by the path of its construct',
    'REGISTRY-COST-SUBSCRIPTION Acl Properties.Rules: example/Acl (AWS::WAFv2::WebACL) refers to a rule group with a monthly fee; got: AWSManagedRulesBotControlRuleSet; allowed: AWSManagedRulesAntiDDoSRuleSet; take the rule out, or name the group in budget.allowPaid.ruleGroups.',
    { Acl: { ...group('AWSManagedRulesBotControlRuleSet'), Metadata: { 'aws:cdk:path': 'example/Acl' } } },
    { ruleGroups: ['AWSManagedRulesAntiDDoSRuleSet'] },
  ],
  [
    'a rule group of the Marketplace',
    'REGISTRY-COST-SUBSCRIPTION Acl Properties.Rules: Acl (AWS::WAFv2::WebACL) refers to a rule group with a monthly fee; got: Rules; allowed: none; take the rule out, or name the group in budget.allowPaid.ruleGroups.',
    { Acl: group('Rules', 'Vendor') },
  ],
  [
    'logs that expire elsewhere',
    "REGISTRY-COST-LOGS Logs Properties.LifecycleConfiguration.Rules: Logs (AWS::S3::Bucket) keeps its logs below 's3/' for ever; got: ExpirationInDays for 'cdn/'; allowed: logs that expire; add an enabled rule with ExpirationInDays that covers them.",
    serverLogs([expires('cdn/')]),
  ],
  [
    'logs whose rule is off',
    'REGISTRY-COST-LOGS Logs Properties.LifecycleConfiguration.Rules: Logs (AWS::S3::Bucket) keeps its logs for ever; got: ExpirationInDays for nothing; allowed: logs that expire; add an enabled rule with ExpirationInDays that covers them.',
    delivered([{ ...expires(), Status: 'Disabled' }]),
  ],
  [
    'a log group without a retention',
    'REGISTRY-COST-LOGS Group Properties.RetentionInDays: Group (AWS::Logs::LogGroup) keeps its logs for ever; got: RetentionInDays nothing; allowed: logs that expire; set RetentionInDays.',
    { Group: of('Logs::LogGroup') },
  ],
  [
    'old versions',
    'REGISTRY-COST-VERSIONS Bucket Properties.LifecycleConfiguration.Rules: Bucket (AWS::S3::Bucket) keeps old versions for ever; got: NoncurrentVersionExpiration for nothing; allowed: old versions that expire, or Object Lock; add an enabled rule with NoncurrentVersionExpiration that covers them.',
    { Bucket: bucket([], VERSIONED) },
  ],
  [
    'objects that expire to old versions',
    "REGISTRY-COST-VERSIONS Bucket Properties.LifecycleConfiguration.Rules: Bucket (AWS::S3::Bucket) keeps old versions for ever, also of what expires below 'b/'; got: NoncurrentVersionExpiration for 'a/'; allowed: old versions that expire, or Object Lock; add an enabled rule with NoncurrentVersionExpiration that covers them.",
    { Bucket: bucket([drops('a/'), expires('b/')], VERSIONED) },
  ],
  [
    'a workgroup without a limit',
    'REGISTRY-COST-ATHENA Queries Properties.WorkGroupConfiguration: Queries (AWS::Athena::WorkGroup) lets a query read, and cost, without a limit; got: BytesScannedCutoffPerQuery nothing, EnforceWorkGroupConfiguration true; allowed: a number of bytes that every query is held to; set both.',
    { Queries: workGroup() },
  ],
  [
    'a workgroup whose limit nobody is held to',
    'REGISTRY-COST-ATHENA Queries Properties.WorkGroupConfiguration: Queries (AWS::Athena::WorkGroup) lets a query read, and cost, without a limit; got: BytesScannedCutoffPerQuery 10000000, EnforceWorkGroupConfiguration false; allowed: a number of bytes that every query is held to; set both.',
    { Queries: workGroup({ BytesScannedCutoffPerQuery: 1e7, EnforceWorkGroupConfiguration: false }) },
  ],
  [
    'an eleventh alarm',
    'REGISTRY-COST-ALARMS Alarm10 Type: There are more alarms than the account has free, the last is Alarm10 (AWS::CloudWatch::Alarm); got: 11; allowed: 10 free; take 1 out, or set budget.allowPaid.alarms to 1.',
    alarms(11),
  ],
  [
    'an alarm that reads two metrics, beside nine',
    'REGISTRY-COST-ALARMS Burn Type: There are more alarms than the account has free, the last is Burn (AWS::CloudWatch::Alarm); got: 13; allowed: 10 free, and 2 paid; take 1 out, or set budget.allowPaid.alarms to 3.',
    {
      ...alarms(11),
      Burn: of('CloudWatch::Alarm', { Metrics: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a+b' }] }),
    },
    { alarms: 2 },
  ],
  [
    'a composite alarm, however few there are',
    'REGISTRY-COST-ALARMS Both Type: There are more alarms than the account has free, the last is Both (AWS::CloudWatch::CompositeAlarm); got: 2; allowed: 10 free, of those that are not composite; take 1 out, or set budget.allowPaid.alarms to 1.',
    { Both: of('CloudWatch::CompositeAlarm'), ...alarms(1) },
  ],
  [
    'a fourth dashboard',
    'REGISTRY-COST-DASHBOARDS Board3 Type: There are more dashboards than the account has free, the last is Board3 (AWS::CloudWatch::Dashboard); got: 4; allowed: 3 free; take 1 out, or set budget.allowPaid.dashboards to 1.',
    dashboards(4),
  ],
  [
    'a budget of a year alone',
    `REGISTRY-COST-BUDGET - Resources: No budget watches what a month costs; got: Budget (AWS::Budgets::Budget); ${NO_BUDGET}`,
    { Budget: budget({ TimeUnit: 'ANNUALLY' }) },
  ],
  [
    'a budget that counts credits, as one does by default',
    'REGISTRY-COST-CREDITS Budget Properties.Budget.CostTypes.IncludeCredit: Budget (AWS::Budgets::Budget) counts credits as money not spent; got: IncludeCredit nothing; allowed: false; set it to false.',
    { Budget: budget({ CostTypes: undefined }) },
  ],
];

const failing = FAILING.map(([what, finding, resources, paid]) => ({ what, finding, resources, paid }));
test.each(failing)('$what is found', ({ finding, resources, paid }) => {
  expect(findings(resources, paid)).toEqual([finding]);
});

test('no budget at all is found, in whatever stack', () => {
  expect(costFindings([{ Resources: {} }, { Resources: {} }], NOTHING_PAID).map(({ text }) => text)).toEqual([
    `No budget watches what a month costs; got: no AWS::Budgets::Budget; ${NO_BUDGET}`,
  ]);
});

test('what is free is counted over all stacks, and found in the stack of the last', () => {
  const stacks: Template[] = [
    { Resources: { ...BUDGET, ...alarms(9) } },
    { Resources: { Nine: of('CloudWatch::Alarm'), Ten: of('CloudWatch::Alarm') } },
  ];
  expect(costFindings(stacks, NOTHING_PAID)).toMatchObject([{ rule: 'REGISTRY-COST-ALARMS', id: 'Ten', template: 1 }]);
});

test('every rule has a template that does not fit', () => {
  const found = FAILING.map(([, finding]) => finding.split(' ')[0]);
  expect([...new Set(found)].sort()).toEqual(COST_RULES.map(({ id }) => id).sort());
});

describe('the estimator agrees', () => {
  const priced = (resource: Resource) => usesOf({ Resources: { It: resource } }, workloadOf(NO_TRAFFIC));

  test.each(HOURLY_TYPES)('$type is found, and has no price', ({ type, property }) => {
    const value = property === 'BillingMode' ? 'PROVISIONED' : property === 'VpcEndpointType' ? 'Interface' : {};
    const resource = { Type: type, Properties: property === undefined ? {} : { [property]: value } };
    expect(findings({ It: resource }).map((finding) => finding.split(' ')[0])).toEqual(['REGISTRY-COST-HOURLY']);
    expect(() => priced(resource)).toThrow(new Error(`Cannot price It (${type}), which AWS bills by the hour: take it out.`));
    expect(property === undefined && isKnownType(type)).toBe(false);
  });

  test('a rule group that the configuration may name is priced; one that is billed by what no profile tells is not', () => {
    expect(priced(group('AWSManagedRulesBotControlRuleSet')).map(({ meter, quantity }) => [meter, quantity])).toEqual([
      ['waf.acl', 1],
      ['waf.rule', 1],
      ['waf.request', 0],
      ['waf.bots', 1],
      ['waf.bots.request', 0],
    ]);
    const unpriced = 'Cannot price ManagedRuleGroupStatement of It (AWS::WAFv2::WebACL): add it to domain/cost/kinds.ts';
    const targeted = [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }];
    expect(() => priced(group('AWSManagedRulesATPRuleSet'))).toThrow(unpriced);
    expect(() => priced(group('AWSManagedRulesBotControlRuleSet', 'AWS', targeted))).toThrow(unpriced);
    expect(() => priced(group('Rules', 'Vendor'))).toThrow(unpriced);
  });

  test('what has no price and what is billed by the hour are named apart', () => {
    const resources = { Odd: of('Odd::Thing'), Nat: of('EC2::NatGateway') };
    expect(() => usesOf({ Resources: resources }, workloadOf(NO_TRAFFIC))).toThrow(
      new Error(
        'Cannot price Odd (AWS::Odd::Thing): add it to domain/cost/kinds.ts with its price, or with the reason why it is free. ' +
          'Cannot price Nat (AWS::EC2::NatGateway), which AWS bills by the hour: take it out.',
      ),
    );
  });
});
