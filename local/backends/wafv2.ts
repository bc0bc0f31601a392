/** IP sets and rule groups of the local cloud: what operators change without touching the web ACL. */
import type { IpSets, RuleGroups } from '../ports';
import type { Cloud } from './cloud';
import { AT_ONCE, createPolled, type Propagation } from './polled';

export interface PolledIpSets {
  readonly ipSets: IpSets;
  readonly refresh: () => Promise<void>;
}

export interface PolledRuleGroups {
  readonly ruleGroups: RuleGroups;
  readonly refresh: () => Promise<void>;
}

const NONE: readonly never[] = [];

/** @param initial addresses by ARN as the template gives them, used until the first refresh */
export function createIpSets(
  cloud: Cloud,
  initial: ReadonlyMap<string, readonly string[]>,
  propagation: Propagation = AT_ONCE,
): PolledIpSets {
  const read = async (arn: string) =>
    (await ask<{ IPSet: { Addresses: string[] } }>(cloud, 'GetIPSet', `IP set '${arn}'`, arn)).IPSet.Addresses;
  const { get, refresh } = createPolled(initial, read, propagation);
  return { ipSets: (arn) => get(arn) ?? NONE, refresh };
}

/** @param initial rules by ARN as the template gives them, used until the first refresh */
export function createRuleGroups(
  cloud: Cloud,
  initial: ReadonlyMap<string, readonly unknown[]>,
  propagation: Propagation = AT_ONCE,
): PolledRuleGroups {
  const read = async (arn: string) => {
    const answer = await ask<{ RuleGroup: { Rules?: unknown[] } }>(cloud, 'GetRuleGroup', `Rule group '${arn}'`, arn);
    return (answer.RuleGroup.Rules ?? []).map(inCloudFormationsWords);
  };
  const { get, refresh } = createPolled(initial, read, propagation);
  return { ruleGroups: (arn) => get(arn) ?? NONE, refresh };
}

async function ask<Answer>(cloud: Cloud, operation: string, what: string, arn: string): Promise<Answer> {
  const [name, id] = arn.split('/').slice(-2);
  const { status, body } = await cloud.send({
    service: 'wafv2',
    method: 'POST',
    target: '/',
    headers: [
      ['Content-Type', 'application/x-amz-json-1.1'],
      ['X-Amz-Target', `AWSWAF_20190729.${operation}`],
    ],
    body: Buffer.from(JSON.stringify({ Name: name, Scope: 'CLOUDFRONT', Id: id })),
  });
  if (status !== 200) throw new Error(`${what} cannot be read, got: ${status} ${body.toString('utf8').slice(0, 300)}`);
  return JSON.parse(body.toString('utf8')) as Answer;
}

/** The API has its search strings in base64, which CloudFormation calls by another name: WAF-M1. */
function inCloudFormationsWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCloudFormationsWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key === 'SearchString' ? 'SearchStringBase64' : key,
      inCloudFormationsWords(part),
    ]),
  );
}
