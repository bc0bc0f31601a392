import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { App, Aspects, CfnResource, Stack, TagManager, Tags } from 'aws-cdk-lib/core';
import { applyCostTags } from '../../../constructs/cost/cost-tags';
import { COST_TAGS } from '../../../domain/contracts/tags';
import { buildApp } from '../../../lib/app';
import { RequiredCostTags } from '../../../lib/aspects/required-cost-tags';
import { loadConfig } from '../../../lib/config';

const TAGS = { foundation: 'Example Foundation', registry: 'example', environment: 'test', costCentre: 'CC-1' };

/** A stack that the aspect guards. */
function guarded(): Stack {
  const stack = new Stack(new App(), 'Stack');
  Aspects.of(stack).add(new RequiredCostTags());
  return stack;
}

/** What synthesis says about the stack, one sentence a resource; empty when it succeeds. */
function findings(stack: Stack): string[] {
  try {
    Template.fromStack(stack);
    return [];
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    expect(first).toBe('Validation failed with the following errors:');
    return lines.map((line) => line.trim());
  }
}

test('takes a resource with all tags', () => {
  const stack = guarded();
  new CfnQueue(stack, 'Queue');
  applyCostTags(stack, TAGS);
  expect(findings(stack)).toEqual([]);
});

test('fails on a resource without any tag', () => {
  const stack = guarded();
  new CfnQueue(stack, 'Queue');
  expect(findings(stack)).toEqual([
    '[Stack/Queue] AWS::SQS::Queue lacks the cost tags foundation, registry, component, tier, environment, cost-centre, got: no tags. ' +
      'Every resource carries foundation, registry, component, tier, environment, cost-centre; ' +
      'call applyCostTags (constructs/cost/cost-tags.ts) on a scope above it.',
  ]);
});

test('fails on one missing tag, also when it was taken away below the stack', () => {
  const stack = guarded();
  const queue = new CfnQueue(stack, 'Queue');
  applyCostTags(stack, TAGS);
  Tags.of(queue).remove('tier');
  expect(findings(stack)).toEqual([
    '[Stack/Queue] AWS::SQS::Queue lacks the cost tags tier, got: component, cost-centre, environment, foundation, registry. ' +
      'Every resource carries foundation, registry, component, tier, environment, cost-centre; ' +
      'call applyCostTags (constructs/cost/cost-tags.ts) on a scope above it.',
  ]);
});

test('knows tags that stand in a property of another name', () => {
  const stack = guarded();
  const resourceTags = COST_TAGS.map((key) => ({ key, value: 'x' }));
  const budget = { budgetType: 'COST', timeUnit: 'MONTHLY' };
  new CfnBudget(stack, 'Tagged', { budget, resourceTags });
  new CfnBudget(stack, 'Untagged', { budget, resourceTags: resourceTags.slice(1) });
  expect(findings(stack).map((line) => line.split(', got')[0])).toEqual([
    '[Stack/Untagged] AWS::Budgets::Budget lacks the cost tags foundation',
  ]);
});

test('fails on a type that is neither taggable nor known not to be', () => {
  const stack = guarded();
  new CfnResource(stack, 'Odd', { type: 'AWS::Odd::Thing' });
  expect(findings(stack)).toEqual([
    '[Stack/Odd] AWS::Odd::Thing is not known to carry tags, got: a type without a tag manager. ' +
      'Use the class that CDK has for the type, or add the type to UNTAGGABLE in lib/aspects/required-cost-tags.ts if it cannot be tagged.',
  ]);
});

describe('on a whole registry', () => {
  const newApp = () => new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  function registry(app = newApp()): Stack {
    const config = loadConfig(join(__dirname, '../../../examples/with-domain/registry.config.ts'));
    return buildApp(config, { app, validateTemplates: false }).node.children.find((child) => Stack.isStack(child))!;
  }

  const resources = (stack: Stack) => stack.node.findAll().filter((node) => CfnResource.isCfnResource(node));

  test('every resource that can carry tags has all six of them in the template', () => {
    const stack = registry();
    const template = Template.fromStack(stack).toJSON() as {
      Resources: Record<string, { Properties: Record<string, unknown> }>;
    };
    for (const resource of resources(stack)) {
      const tags = TagManager.of(resource);
      if (!tags) continue;
      const { Properties } = template.Resources[stack.resolve(resource.logicalId) as string]!;
      const property = tags.tagPropertyName.replace(/^./, (first) => first.toUpperCase());
      const keys = (Properties[property] as { Key: string }[]).map(({ Key }) => Key);
      expect({ at: resource.node.path, keys }).toEqual({
        at: resource.node.path,
        keys: expect.arrayContaining([...COST_TAGS]) as unknown,
      });
    }
  });

  test('a stack that somebody puts beside it is guarded as well', () => {
    const app = newApp();
    registry(app);
    const beside = new Stack(app, 'Beside');
    new CfnQueue(beside, 'Queue');
    expect(findings(beside).map((line) => line.split(', got')[0])).toEqual([
      '[Beside/Queue] AWS::SQS::Queue lacks the cost tags foundation, registry, component, tier, environment, cost-centre',
    ]);
  });

  test('the guard sees a missing tag on every taggable type', () => {
    const stack = registry();
    const oneOfEach = new Map(resources(stack).map((resource) => [resource.cfnResourceType, resource]));
    const taggable = [...oneOfEach.values()].filter((resource) => TagManager.of(resource));
    for (const resource of taggable) TagManager.of(resource)!.removeTag('environment', Number.MAX_SAFE_INTEGER);
    expect(
      findings(stack)
        .map((line) => line.split(', got')[0])
        .sort(),
    ).toEqual(
      taggable.map(({ node, cfnResourceType }) => `[${node.path}] ${cfnResourceType} lacks the cost tags environment`).sort(),
    );
    expect(taggable.map(({ cfnResourceType }) => cfnResourceType)).toEqual(
      expect.arrayContaining(['AWS::S3::Bucket', 'AWS::CloudFront::Distribution', 'AWS::WAFv2::WebACL', 'AWS::Budgets::Budget']),
    );
  });
});
