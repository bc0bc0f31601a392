import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnTopicPolicy, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { type ArnComponents, ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Component, CostTag } from '../../domain/contracts/tags';
import { acknowledge } from '../shared/acknowledge';

export interface CostControlsProps {
  /** What the account may cost in a month, US dollars. */
  readonly monthlyUsd: number;
  /** Mail address of the person who is told. */
  readonly ownerEmail: string;
  /**
   * Shares of the budget, in percent, at which the cost so far is reported. Each once.
   *
   * @default [50, 80, 100, 110, 125]: the last three are the brake's degrees
   */
  readonly actualPercent?: readonly number[];
  /**
   * Shares of the budget, in percent, at which the forecast for the month is reported; AWS forecasts after about five weeks.
   *
   * @default [100]
   */
  readonly forecastPercent?: readonly number[];
  /**
   * What a component of the registry may cost in a month, US dollars, told at the same shares. Such a budget filters by the tag
   * `component` and **stays silent until the payer account has activated that tag** (`npx registry tags activate`).
   *
   * @default none: only the budget of the whole account
   */
  readonly components?: Readonly<Partial<Record<Component, number>>>;
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
const MOST_NOTIFICATIONS = 10;

/**
 * Tells people about money: a monthly budget, budgets of components where they are asked for, and the topic for them and for every alarm.
 *
 * The monthly budget is about the whole account, not about the cost tags: a filter on a tag that the payer has not activated matches
 * nothing, so its budget would never alarm. Give the registry an account of its own. Credits and refunds are left out, so that
 * the numbers stay true on the day the credits end. AWS refreshes budgets every 8 to 12 hours: this is a report; `BurnAlarms` see
 * a flood within minutes.
 *
 * ### Cost
 * Nothing: budgets without actions are free, and so are the first 1,000 mails of a month; beyond, $2 for 100,000 (us-east-1, 2026).
 */
export class CostControls extends Construct {
  /** Takes alarms of CloudWatch, AWS Budgets and Cost Anomaly Detection; its mail subscription has to be confirmed once. */
  public readonly alerts: ITopic;
  public readonly budget: CfnBudget;

  constructor(scope: Construct, id: string, props: CostControlsProps) {
    super(scope, id);
    const { actualPercent = [50, 80, 100, 110, 125], forecastPercent = [100] } = props;
    requireAmount(this, props.monthlyUsd);
    requireThresholds(this, { actualPercent, forecastPercent });
    const topic = this.makeTopic(props.ownerEmail);
    this.alerts = topic;
    const notifications = [
      ...actualPercent.map((percent) => this.notification('ACTUAL', percent, props.ownerEmail)),
      ...forecastPercent.map((percent) => this.notification('FORECASTED', percent, props.ownerEmail)),
    ];
    this.budget = this.makeBudget('Budget', props.monthlyUsd, notifications);
    for (const [component, monthlyUsd] of Object.entries(props.components ?? {})) {
      requireAmount(this, monthlyUsd, `components.${component}`);
      this.makeBudget(`Budget-${component}`, monthlyUsd, notifications, {
        TagKeyValue: [`user:${'component' satisfies CostTag}$${component}`],
      });
    }
  }

  private makeBudget(
    id: string,
    amount: number,
    notificationsWithSubscribers: CfnBudget.NotificationWithSubscribersProperty[],
    costFilters?: Readonly<Record<string, string[]>>,
  ): CfnBudget {
    const budget = new CfnBudget(this, id, {
      // No name: AWS replaces a budget when its notifications change, and a second one of the same name is refused.
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount, unit: 'USD' },
        costTypes: COST_TYPES,
        ...(costFilters && { costFilters }),
      },
      notificationsWithSubscribers,
    });
    // The policy first, so that no notification is ever refused; Ref alone orders only the topic.
    budget.addResourceDependency(this.alerts.node.findChild('Policy').node.defaultChild as CfnTopicPolicy);
    return budget;
  }

  private makeTopic(ownerEmail: string): Topic {
    const topic = new Topic(this, 'Alerts', { enforceSSL: true });
    for (const publisher of PUBLISHERS) topic.addToResourcePolicy(publishing(topic, publisher));
    const mails = topic.addSubscription(new EmailSubscription(ownerEmail));
    acknowledge(
      topic,
      ['nist'],
      'SNSEncryptedKMS',
      'Messages name alarms and sums, no secrets; a key of our own, which AWS Budgets would need, costs $1 a month and protects nothing.',
    );
    acknowledge(
      mails,
      ['serverless'],
      'SNSRedrivePolicy',
      'A mail that cannot be delivered would wait in a queue that nobody reads; AWS Budgets mails the owner directly as well.',
    );
    return topic;
  }

  /** Mails go out directly too: they arrive also when nobody has confirmed the topic's subscription. */
  private notification(notificationType: 'ACTUAL' | 'FORECASTED', threshold: number, ownerEmail: string) {
    return {
      notification: { notificationType, comparisonOperator: 'GREATER_THAN', threshold, thresholdType: 'PERCENTAGE' },
      subscribers: [
        { subscriptionType: 'SNS', address: this.alerts.topicArn },
        { subscriptionType: 'EMAIL', address: ownerEmail },
      ],
    };
  }
}

interface Publisher {
  readonly sid: string;
  readonly service: string;
  /** Which resources of the account it may speak for. @default any: the service names none, or S3's buckets, which are not known here */
  readonly source?: Pick<ArnComponents, 'service' | 'region' | 'resource' | 'arnFormat'>;
}

/** AWS services that tell about money, failures, and deletions, each with the condition that its own guide has. */
const PUBLISHERS: readonly Publisher[] = [
  // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
  {
    sid: 'Budgets',
    service: 'budgets.amazonaws.com',
    source: { service: 'budgets', region: '', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME },
  },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  {
    sid: 'Alarms',
    service: 'cloudwatch.amazonaws.com',
    source: { service: 'cloudwatch', resource: 'alarm:*', arnFormat: ArnFormat.NO_RESOURCE_NAME },
  },
  // https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
  { sid: 'Anomalies', service: 'costalerts.amazonaws.com' },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
  { sid: 'Deletions', service: 's3.amazonaws.com' },
];

function publishing(topic: Topic, { sid, service, source }: Publisher): PolicyStatement {
  const stack = Stack.of(topic);
  return new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ...(source && { ArnLike: { 'aws:SourceArn': stack.formatArn(source) } }),
    },
  });
}

/** Everything that is paid for, as it is paid for; said in full because AWS includes credits unless told otherwise. */
const COST_TYPES: CfnBudget.CostTypesProperty = {
  includeCredit: false,
  includeRefund: false,
  includeDiscount: true,
  includeOtherSubscription: true,
  includeRecurring: true,
  includeSubscription: true,
  includeSupport: true,
  includeTax: true,
  includeUpfront: true,
  useAmortized: false,
  useBlended: false,
};

function requireAmount(at: Construct, monthlyUsd: number, name = 'monthlyUsd'): void {
  if (!Token.isUnresolved(monthlyUsd) && Number.isFinite(monthlyUsd) && monthlyUsd > 0) return;
  const got = Token.isUnresolved(monthlyUsd) ? 'a value that is only known at deployment' : String(monthlyUsd);
  throw new Error(
    `'${name}' of '${at.node.path}' must be a number of US dollars above 0, got: ${got}. Set what a month may cost.`,
  );
}

function requireThresholds(at: Construct, lists: Readonly<Record<string, readonly number[]>>): void {
  const all = Object.values(lists).flat();
  const fail = (prop: string, rule: string, got: string): never => {
    throw new Error(`'${prop}' of '${at.node.path}' must ${rule}, got: ${got}.`);
  };
  for (const [prop, percents] of Object.entries(lists)) {
    const wrong = percents.filter((percent, i) => !(percent > 0) || percents.indexOf(percent) !== i);
    if (wrong.length) fail(prop, 'hold percentages above 0, each once; take out what is not', `[${percents.join(', ')}]`);
  }
  if (!all.length || all.length > MOST_NOTIFICATIONS) {
    fail(
      Object.keys(lists).join(' and '),
      `hold 1 to ${MOST_NOTIFICATIONS} percentages together; a budget that tells nobody is none`,
      `${all.length}`,
    );
  }
}
