/** What can be asked about a deployed registry, on AWS or in the local cloud. Nothing here changes anything. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { describeStack } from './aws';
import { CliError } from './failure';
import type { Place } from './place';
import { getSubscription } from './plan-service';
import type { Deployment, TopicSubscription } from './world';

/** @throws CliError when there is no such stack */
export async function findDeployment(place: Place): Promise<Deployment> {
  const { region, endpoint, credentials, stack } = place;
  if (stack === undefined) throw new CliError('doctor needs --stack or --config, got: --bucket, which tells of no stack');
  const { StackStatus = 'unknown', EnableTerminationProtection = false, Outputs = [] } = await describeStack(place, stack);
  const settings = { region, endpoint, credentials };
  return {
    status: StackStatus,
    terminationProtection: EnableTerminationProtection,
    outputs: Object.fromEntries(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue])),
    plan: (arn) => {
      if ((endpoint ?? process.env.AWS_ENDPOINT_URL) !== undefined)
        throw new CliError('the local cloud keeps the subscription and does not act on it');
      return getSubscription(arn, new CloudFormationClient(settings).config, { fetch, clock: () => new Date() });
    },
    topicSubscriptions: (topic) => topicSubscriptions(new SNSClient(settings), topic),
  };
}

async function topicSubscriptions(client: SNSClient, TopicArn: string): Promise<TopicSubscription[]> {
  const found: TopicSubscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn }))
    for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of Subscriptions)
      found.push({ protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
  return found;
}
