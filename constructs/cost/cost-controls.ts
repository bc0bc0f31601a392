import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type CfnTopicPolicy, type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';

export interface CostControlsProps {
  /** What the account may cost in a month, US dollars. */
  readonly monthlyUsd: number;
  /** Mail address of the person who is told. */
  readonly ownerEmail: string;
  /**
   * Shares of the budget, in percent, at which the cost so far is reported. Each once.
   *
   * @default [50, 80, 100]
   */
  readonly actualPercent?: readonly number[];
  /**
   * Shares of the budget, in percent, at which the forecast for the month is reported; AWS forecasts after about five weeks.
   *
   * @default [100]
   */
  readonly forecastPercent?: readonly number[];
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
const MOST_NOTIFICATIONS = 10;

/**
 * Tells people about money: a monthly budget, and the topic for it and for every alarm.
 *
 * The budget is about the whole account, not about the cost tags: a filter on a tag that the payer has not activated matches
 * nothing, so its budget would never alarm. Give the registry an account of its own. Credits and refunds are left out, so that
 * the numbers stay true on the day the credits end. AWS refreshes budgets every 8 to 12 hours: this is a report, not a brake.
 *
 * ### Cost
 * Nothing: budgets are free, and so are the first 1,000 mails of a month; beyond, $2 for 100,000 (us-east-1, 2026).
 */
export class CostControls extends Construct {
  /** Takes alarms of CloudWatch, AWS Budgets and Cost Anomaly Detection; its mail subscription has to be confirmed once. */
  public readonly alerts: ITopic;
  public readonly budget: CfnBudget;

  constructor(scope: Construct, id: string, props: CostControlsProps) {
    super(scope, id);
    const { actualPercent = [50, 80, 100], forecastPercent = [100] } = props;
    requireAmount(this, props.monthlyUsd);
    requireThresholds(this, { actualPercent, forecastPercent });
    const topic = this.makeTopic(props.ownerEmail);
    this.alerts = topic;
    this.budget = new CfnBudget(this, 'Budget', {
      // No name: AWS replaces a budget when its notifications change, and a second one of the same name is refused.
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: props.monthlyUsd, unit: 'USD' },
        costTypes: COST_TYPES,
      },
      notificationsWithSubscribers: [
        ...actualPercent.map((percent) => this.notification('ACTUAL', percent, props.ownerEmail)),
        ...forecastPercent.map((percent) => this.notification('FORECASTED', percent, props.ownerEmail)),
      ],
    });
    // The policy first, so that no notification is ever refused; Ref alone orders only the topic.
    this.budget.addResourceDependency(topic.node.findChild('Policy').node.defaultChild as CfnTopicPolicy);
  }

  private makeTopic(ownerEmail: string): Topic {
    const topic = new Topic(this, 'Alerts', { enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Publish',
        principals: PUBLISHERS.map((service) => new ServicePrincipal(service)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
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

/** AWS services that tell about money, failures, and deletions. */
const PUBLISHERS = ['budgets.amazonaws.com', 'costalerts.amazonaws.com', 'cloudwatch.amazonaws.com', 's3.amazonaws.com'];

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

function requireAmount(at: Construct, monthlyUsd: number): void {
  if (!Token.isUnresolved(monthlyUsd) && Number.isFinite(monthlyUsd) && monthlyUsd > 0) return;
  const got = Token.isUnresolved(monthlyUsd) ? 'a value that is only known at deployment' : String(monthlyUsd);
  throw new Error(
    `'monthlyUsd' of '${at.node.path}' must be a number of US dollars above 0, got: ${got}. Set what a month may cost.`,
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
