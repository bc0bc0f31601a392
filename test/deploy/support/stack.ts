/** Questions to CloudFormation. */
import {
  type CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';

/** Undefined when there is no such stack. */
export async function stackStatus(client: CloudFormationClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]?.StackStatus;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

export async function stackOutputs(client: CloudFormationClient, name: string): Promise<Record<string, string>> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  return Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
  );
}

export async function stackResources(client: CloudFormationClient, name: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: name, NextToken }));
    found.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** The physical id of the one resource whose logical id matches. */
export function physicalId(resources: readonly StackResourceSummary[], type: string, logicalId: RegExp = /./): string {
  const found = resources.filter((one) => one.ResourceType === type && logicalId.test(one.LogicalResourceId ?? ''));
  if (found.length !== 1) throw new Error(`${found.length} resources are ${type} ${logicalId.source}`);
  return found[0]!.PhysicalResourceId!;
}
