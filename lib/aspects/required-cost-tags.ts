import { CfnResource, type IAspect, TagManager } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { COST_TAGS } from '../../domain/contracts/tags';

/** Types that cannot carry tags, by CloudFormation's schema. A type that is neither taggable nor here is refused. */
const UNTAGGABLE: ReadonlySet<string> = new Set([
  'AWS::CDK::Metadata',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::PricingPlanManager::Subscription',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'Custom::PublishedSite',
]);

/**
 * Fails synthesis when a resource would appear in the bill without one of the cost-allocation tags. Asks CDK's tag manager, which
 * knows the property and the form (list, map, `TagSet`…) that each type has for tags.
 */
export class RequiredCostTags implements IAspect {
  visit(node: IConstruct): void {
    // As a validation, so that it runs after every other aspect and all findings are shown at once.
    if (CfnResource.isCfnResource(node)) node.node.addValidation({ validate: () => problems(node) });
  }
}

function problems(resource: CfnResource): string[] {
  const { cfnResourceType: type } = resource;
  const tags = TagManager.of(resource);
  if (!tags) return UNTAGGABLE.has(type) ? [] : [unknownType(type)];
  const present = Object.keys(tags.tagValues());
  const missing = COST_TAGS.filter((key) => !present.includes(key));
  return missing.length ? [untagged(type, missing, present)] : [];
}

const untagged = (type: string, missing: readonly string[], present: readonly string[]): string =>
  `${type} lacks the cost tags ${missing.join(', ')}, got: ${present.join(', ') || 'no tags'}. ` +
  `Every resource carries ${COST_TAGS.join(', ')}; call applyCostTags (constructs/cost/cost-tags.ts) on a scope above it.`;

const unknownType = (type: string): string =>
  `${type} is not known to carry tags, got: a type without a tag manager. ` +
  'Use the class that CDK has for the type, or add the type to UNTAGGABLE in lib/aspects/required-cost-tags.ts if it cannot be tagged.';
