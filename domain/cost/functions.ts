/** What the Lambda functions of a template cost, by what wakes them. */
import type { Quantity } from './kinds';
import type { Resource, Template } from './template';
import { UnpricedError } from './unpriced';
import type { Workload } from './workload';

/** A release is one message, its invalidation another; the third is for what is tried again. */
const RUNS_OF_RELEASE = 3;
/** More than the intake needs for a release of 100 MB. */
const MOST_SECONDS = 10;
const LOG_GB = 10 / 1024 / 1024;

/** @throws UnpricedError when the template does not tell what wakes the function */
export function functionQuantities(
  id: string,
  { Type, Properties = {} }: Resource,
  template: Template,
  work: Workload,
): Quantity[] {
  const memory = Number(Properties.MemorySize ?? 128) / 1024;
  const seconds = Math.min(MOST_SECONDS, Number(Properties.Timeout ?? 3));
  const [architecture = 'x86_64'] = (Properties.Architectures as readonly ('arm64' | 'x86_64')[] | undefined) ?? [];
  const woken = wokenBy(id, template);
  if (!woken) throw new UnpricedError([`${id} (${Type}), because nothing tells what wakes it`]);
  // A month without alarms and deployments has no runs of the others, and one with many stays far below what is free.
  const runs = woken === 'releases' ? work.releases * RUNS_OF_RELEASE : 0;
  return [
    ['lambda.request', runs, 'releases'],
    [`lambda.${architecture}`, runs * seconds * memory, 'releases'],
    ['logs.ingest', runs * LOG_GB, 'releases'],
    ['logs.storage', runs * LOG_GB, 'releases'],
  ];
}

function wokenBy(id: string, template: Template): 'releases' | 'others' | undefined {
  const naming = (types: readonly string[] | RegExp): boolean =>
    Object.values(template.Resources).some(
      ({ Type, Properties }) =>
        (types instanceof RegExp ? types.test(Type) : types.includes(Type)) &&
        JSON.stringify(Properties ?? {}).includes(`"${id}"`),
    );
  if (naming(['AWS::Lambda::EventSourceMapping'])) return 'releases';
  return naming(['AWS::SNS::Subscription', 'AWS::Events::Rule']) || naming(/^(Custom::|AWS::CloudFormation::CustomResource$)/)
    ? 'others'
    : undefined;
}

/** Messages of a queue: each is sent, received and deleted. */
export function queueQuantities(id: string, template: Template, { releases }: Workload): Quantity[] {
  const read = Object.values(template.Resources).some(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::EventSourceMapping' && JSON.stringify(Properties ?? {}).includes(`["${id}",`),
  );
  return read ? [['sqs.request', releases * RUNS_OF_RELEASE * 3, 'releases']] : [];
}
