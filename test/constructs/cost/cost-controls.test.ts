import { Template } from 'aws-cdk-lib/assertions';
import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib/core';
import { CostControls, type CostControlsProps } from '../../../constructs/cost/cost-controls';

const PROPS: CostControlsProps = { monthlyUsd: 50, ownerEmail: 'owner@foundation.example' };

function make(changes: Partial<CostControlsProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const costs = new CostControls(stack, 'Costs', { ...PROPS, ...changes });
  return { stack, costs, template: Template.fromStack(stack) };
}

interface BudgetProperties {
  Budget: Record<string, unknown>;
  NotificationsWithSubscribers: { Notification: Record<string, unknown>; Subscribers: Record<string, unknown>[] }[];
}

function budget(changes?: Partial<CostControlsProps>) {
  const [resource] = Object.values(make(changes).template.findResources('AWS::Budgets::Budget'));
  return resource as { Properties: BudgetProperties; DependsOn: string[] };
}

test('the budget is about a month of the whole account, without credits and refunds', () => {
  expect(budget().Properties.Budget).toEqual({
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: 50, Unit: 'USD' },
    CostTypes: {
      IncludeCredit: false,
      IncludeRefund: false,
      IncludeDiscount: true,
      IncludeOtherSubscription: true,
      IncludeRecurring: true,
      IncludeSubscription: true,
      IncludeSupport: true,
      IncludeTax: true,
      IncludeUpfront: true,
      UseAmortized: false,
      UseBlended: false,
    },
  });
});

test('it has no name, so that a change of its notifications can replace it', () => {
  expect(budget({ actualPercent: [10] }).Properties.Budget).not.toHaveProperty('BudgetName');
});

test('every threshold is told to the topic and to the owner, actual cost and forecast apart', () => {
  const { stack, costs } = make();
  const topic: unknown = stack.resolve(costs.alerts.topicArn);
  const told = budget({ actualPercent: [50, 90], forecastPercent: [120] }).Properties.NotificationsWithSubscribers;
  expect(told.map(({ Notification }) => Notification)).toEqual([
    { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 50, ThresholdType: 'PERCENTAGE' },
    { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 90, ThresholdType: 'PERCENTAGE' },
    { NotificationType: 'FORECASTED', ComparisonOperator: 'GREATER_THAN', Threshold: 120, ThresholdType: 'PERCENTAGE' },
  ]);
  for (const { Subscribers } of told) {
    expect(Subscribers).toEqual([
      { SubscriptionType: 'SNS', Address: topic },
      { SubscriptionType: 'EMAIL', Address: 'owner@foundation.example' },
    ]);
  }
});

test('by default it tells at 50, 80, 100, 110 and 125 percent and when the forecast passes 100', () => {
  const thresholds = budget().Properties.NotificationsWithSubscribers.map(({ Notification }) => [
    Notification.NotificationType,
    Notification.Threshold,
  ]);
  expect(thresholds).toEqual([
    ['ACTUAL', 50],
    ['ACTUAL', 80],
    ['ACTUAL', 100],
    ['ACTUAL', 110],
    ['ACTUAL', 125],
    ['FORECASTED', 100],
  ]);
});

test('budgets, alarms, anomalies and deletions of this account may be published to the topic, over TLS only', () => {
  const own = { Ref: 'AWS::AccountId' };
  const partition = { Ref: 'AWS::Partition' };
  const account = { StringEquals: { 'aws:SourceAccount': own } };
  const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
  const { stack, costs, template } = make();
  const Resource: unknown = stack.resolve(costs.alerts.topicArn);
  template.resourceCountIs('AWS::SNS::TopicPolicy', 1);
  template.hasResourceProperties('AWS::SNS::TopicPolicy', {
    Topics: [Resource],
    PolicyDocument: {
      Statement: [
        {
          Sid: 'AllowPublishThroughSSLOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Sid: 'Budgets',
          Effect: 'Allow',
          Principal: { Service: 'budgets.amazonaws.com' },
          Action: 'sns:Publish',
          Resource,
          Condition: { ...account, ArnLike: { 'aws:SourceArn': join('arn:', partition, ':budgets::', own, ':*') } },
        },
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource,
          Condition: {
            ...account,
            ArnLike: { 'aws:SourceArn': join('arn:', partition, ':cloudwatch:', { Ref: 'AWS::Region' }, ':', own, ':alarm:*') },
          },
        },
        {
          Sid: 'Anomalies',
          Effect: 'Allow',
          Principal: { Service: 'costalerts.amazonaws.com' },
          Action: 'sns:Publish',
          Resource,
          Condition: account,
        },
        {
          Sid: 'Deletions',
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sns:Publish',
          Resource,
          Condition: account,
        },
      ],
    },
  });
});

test('the budget waits for that policy', () => {
  const [policy] = Object.keys(make().template.findResources('AWS::SNS::TopicPolicy'));
  expect(budget().DependsOn).toEqual([policy]);
});

test('a component has a budget of its own, which filters by its tag and tells at the same shares', () => {
  const { template } = make({ components: { delivery: 30, storage: 5 }, actualPercent: [80], forecastPercent: [] });
  const budgets = Object.values(template.findResources('AWS::Budgets::Budget')) as { Properties: BudgetProperties }[];
  expect(budgets.map(({ Properties: { Budget } }) => [Budget.BudgetLimit, Budget.CostFilters])).toEqual([
    [{ Amount: 50, Unit: 'USD' }, undefined],
    [{ Amount: 30, Unit: 'USD' }, { TagKeyValue: ['user:component$delivery'] }],
    [{ Amount: 5, Unit: 'USD' }, { TagKeyValue: ['user:component$storage'] }],
  ]);
  const [whole, ...parts] = budgets.map(({ Properties }) => Properties);
  for (const part of parts) {
    expect(part.Budget.CostTypes).toEqual(whole!.Budget.CostTypes);
    expect(part.NotificationsWithSubscribers).toEqual(whole!.NotificationsWithSubscribers);
  }
});

test('the owner subscribes to the topic by mail', () => {
  make().template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'owner@foundation.example' });
});

test.each<[string, Partial<CostControlsProps>, string]>([
  [
    'no money',
    { monthlyUsd: 0 },
    "'monthlyUsd' of 'Stack/Costs' must be a number of US dollars above 0, got: 0. Set what a month may cost.",
  ],
  [
    'an amount that is no number',
    { monthlyUsd: Number.NaN },
    "'monthlyUsd' of 'Stack/Costs' must be a number of US dollars above 0, got: NaN. Set what a month may cost.",
  ],
  [
    'a component without money',
    { components: { delivery: 0 } },
    "'components.delivery' of 'Stack/Costs' must be a number of US dollars above 0, got: 0. Set what a month may cost.",
  ],
  [
    'a percentage twice',
    { actualPercent: [50, 50] },
    "'actualPercent' of 'Stack/Costs' must hold percentages above 0, each once; take out what is not, got: [50, 50].",
  ],
  [
    'a percentage of nothing',
    { forecastPercent: [0] },
    "'forecastPercent' of 'Stack/Costs' must hold percentages above 0, each once; take out what is not, got: [0].",
  ],
  [
    'nobody told',
    { actualPercent: [], forecastPercent: [] },
    "'actualPercent and forecastPercent' of 'Stack/Costs' must hold 1 to 10 percentages together; a budget that tells nobody is none, got: 0.",
  ],
  [
    'more notifications than AWS Budgets takes',
    { actualPercent: [1, 2, 3, 4, 5, 6], forecastPercent: [1, 2, 3, 4, 5] },
    "'actualPercent and forecastPercent' of 'Stack/Costs' must hold 1 to 10 percentages together; a budget that tells nobody is none, got: 11.",
  ],
])('fails on %s', (_, changes, message) => {
  expect(() => make(changes)).toThrow(new Error(message));
});

test('fails on an amount that is only known at deployment', () => {
  const stack = new Stack(new App(), 'Stack');
  const monthlyUsd = Token.asNumber(new CfnParameter(stack, 'Amount', { type: 'Number' }).value);
  expect(() => new CostControls(stack, 'Costs', { ...PROPS, monthlyUsd })).toThrow(
    new Error(
      "'monthlyUsd' of 'Stack/Costs' must be a number of US dollars above 0, got: a value that is only known at deployment. Set what a month may cost.",
    ),
  );
});
