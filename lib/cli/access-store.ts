/** What is allowed and blocked, as it is on AWS or in the local cloud: read only. The intake changes it. */
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { GetIPSetCommand, GetRuleGroupCommand, WAFV2Client } from '@aws-sdk/client-wafv2';
import { NO_RECORD } from '../../domain/access/record';
import { switchedOff, wafNames } from '../../domain/access/waf';
import { ACCESS_LISTS, type AccessList, type AccessListArns } from '../../domain/contracts/access';
import { BRAKE_STATE_KEY } from '../../domain/contracts/brake';
import { ACCESS_KEY } from '../../domain/contracts/keys';
import { KILL_SWITCHES_OUTPUT, Output } from '../../domain/contracts/outputs';
import { NO_BRAKE } from '../../domain/cost/brake';
import { outputsOf, s3Store } from './aws';
import type { Place } from './place';
import type { AccessRegistry } from './world';

/** The stack's outputs with the ARNs of the lists. */
const OUTPUTS: Readonly<Record<AccessList, string>> = {
  allowIpv4: Output.ALLOW_IPV4_SET_ARN,
  allowIpv6: Output.ALLOW_IPV6_SET_ARN,
  blockIpv4: Output.BLOCK_IPV4_SET_ARN,
  blockIpv6: Output.BLOCK_IPV6_SET_ARN,
  killSwitches: KILL_SWITCHES_OUTPUT,
};

export async function findAccess(place: Place): Promise<AccessRegistry> {
  const { region, endpoint, credentials } = place;
  const { outputs, output } = await outputsOf(place);
  const arns: AccessListArns = Object.fromEntries(
    ACCESS_LISTS.filter((list) => list !== 'killSwitches' || outputs[OUTPUTS.killSwitches] !== undefined).map((list) => [
      list,
      output(OUTPUTS[list]),
    ]),
  );
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined });
  const waf = new WAFV2Client({ region, endpoint, credentials });
  const records = output(Output.RECORDS_BUCKET);
  return {
    store: s3Store(s3, output(Output.STAGING_BUCKET)),
    record: () => readRecord(s3, records, ACCESS_KEY, NO_RECORD),
    brake: () => readRecord(s3, records, BRAKE_STATE_KEY, NO_BRAKE),
    lists: async () => {
      const read = Object.entries(arns).map(async ([list, arn]) => [list, await readList(waf, list, arn)] as const);
      return Object.fromEntries(await Promise.all(read));
    },
  };
}

/** Whoever may list its name gets 404 when it is not there yet, and others 403, which is no empty record. */
async function readRecord<T>(s3: S3Client, bucket: string, key: string, none: T): Promise<T> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return JSON.parse((await Body?.transformToString()) ?? '') as T;
  } catch (error) {
    if (error instanceof NoSuchKey) return none;
    throw error;
  }
}

async function readList(waf: WAFV2Client, list: string, arn: string): Promise<readonly string[]> {
  if (list !== 'killSwitches') return (await waf.send(new GetIPSetCommand(wafNames(arn)))).IPSet?.Addresses ?? [];
  const { RuleGroup } = await waf.send(new GetRuleGroupCommand(wafNames(arn)));
  return switchedOff(RuleGroup?.Rules ?? []);
}
