/** What the local cloud says about the deployed stack. */
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { type CloudFrontClient, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import type { DeployedStack } from '../assembly/physical-names';

/** @throws Error when the local cloud does not answer, or the stack is not deployed */
export async function describeStack(
  cloudFormation: Pick<CloudFormationClient, 'send'>,
  cloudFront: Pick<CloudFrontClient, 'send'>,
  stack: string,
): Promise<DeployedStack> {
  const found = (await cloudFormation.send(new DescribeStacksCommand({ StackName: stack })).catch(explained))?.Stacks?.[0];
  if (!found?.StackId) throw new Error(`Stack '${stack}' is not deployed in the local cloud; deploy it first.`);
  const [, , , region, account] = found.StackId.split(':');
  const resources = await listResources(cloudFormation, stack);
  const distributions = resources.filter(({ ResourceType }) => ResourceType === 'AWS::CloudFront::Distribution');
  return {
    stack,
    account: account!,
    region: region!,
    physicalIds: new Map(resources.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!])),
    outputs: new Map((found.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])),
    parameters: new Map((found.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey!, ParameterValue!])),
    distributionDomains: new Map(
      await Promise.all(
        distributions.map(async ({ PhysicalResourceId: id }) => {
          const { Distribution: distribution } = await cloudFront.send(new GetDistributionCommand({ Id: id }));
          return [id!, distribution!.DomainName!] as const;
        }),
      ),
    ),
  };
}

/** CloudFormation says ValidationError for a stack that does not exist. */
function explained(error: unknown): undefined {
  if ((error as Error).name === 'ValidationError') return undefined;
  throw new Error(
    `The local cloud cannot be asked: ${error instanceof Error ? error.message : String(error)}. Start it, or check --endpoint.`,
    { cause: error },
  );
}

async function listResources(cloudFormation: Pick<CloudFormationClient, 'send'>, stack: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let next: string | undefined;
  do {
    const page = await cloudFormation.send(new ListStackResourcesCommand({ StackName: stack, NextToken: next }));
    found.push(...(page.StackResourceSummaries ?? []));
    next = page.NextToken;
  } while (next);
  return found;
}
