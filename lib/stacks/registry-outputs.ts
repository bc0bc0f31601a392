/** What the `registry` command, CI and people find a deployed registry by. */
import { CfnOutput } from 'aws-cdk-lib/core';
import { KILL_SWITCHES_OUTPUT, Output } from '../../domain/contracts/outputs';
import type { RegistryStack } from './registry-stack';
import { filesOutputs } from './split-delivery';

/** @param filesApproved whether the files hosts' plans are, as the configuration says */
export function createOutputs(stack: RegistryStack, filesApproved: boolean): void {
  const { cdn, store, usage, intake, costs, tiers, files } = stack;
  const values: Record<(typeof Output)[keyof typeof Output], string> = {
    [Output.REGISTRY_URL]: cdn.url,
    [Output.DISTRIBUTION_ID]: cdn.distribution.distributionId,
    [Output.DISTRIBUTION_DOMAIN]: cdn.distribution.distributionDomainName,
    [Output.STAGING_BUCKET]: store.staging.bucketName,
    [Output.PACKAGES_BUCKET]: store.packages.bucketName,
    [Output.RECORDS_BUCKET]: store.records.bucketName,
    [Output.LOGS_BUCKET]: store.logs.bucketName,
    [Output.USAGE_BUCKET]: usage.bucket.bucketName,
    [Output.KEY_VALUE_STORE_ARN]: cdn.keyValueStore.keyValueStoreArn,
    [Output.SIGNING_KEY_ARN]: intake.key.keyArn,
    [Output.INTAKE_DLQ_URL]: intake.intake.deadLetters.queueUrl,
    [Output.ALERTS_TOPIC_ARN]: costs.alerts.topicArn,
    [Output.BLOCK_IPV4_SET_ARN]: tiers.blockedIpv4.attrArn,
    [Output.BLOCK_IPV6_SET_ARN]: tiers.blockedIpv6.attrArn,
    [Output.ALLOW_IPV4_SET_ARN]: tiers.allowedIpv4.attrArn,
    [Output.ALLOW_IPV6_SET_ARN]: tiers.allowedIpv6.attrArn,
  };
  const { killSwitches } = tiers;
  const all = { ...values, ...(killSwitches && { [KILL_SWITCHES_OUTPUT]: killSwitches.attrArn }) };
  for (const [name, value] of Object.entries(all)) new CfnOutput(stack, name, { value });
  for (const [i, host] of files.entries()) filesOutputs(stack, host, i + 1, filesApproved);
}
