import { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { applyCostTags, type CostTagsProps, costTags, tagComponent } from '../../../constructs/cost/cost-tags';
import { COST_TAGS } from '../../../domain/contracts/tags';

const PROPS: CostTagsProps = { foundation: 'Example Foundation', registry: 'example', environment: 'test', costCentre: 'CC-1' };

test('every key that the contract names has a value', () => {
  expect(Object.keys(costTags(PROPS)).sort()).toEqual([...COST_TAGS].sort());
});

test('further tags stand beside them and never in their place', () => {
  expect(costTags({ ...PROPS, extra: { team: 'infrastructure', tier: 'gold' } })).toEqual({
    foundation: 'Example Foundation',
    registry: 'example',
    environment: 'test',
    'cost-centre': 'CC-1',
    component: 'operations',
    tier: 'all',
    team: 'infrastructure',
  });
});

test('the component of a construct stands above the one of the stack, in whichever order they are said', () => {
  const stack = new Stack(new App(), 'Stack');
  const [storage, intake] = ['Storage', 'Intake'].map((id) => new Construct(stack, id));
  tagComponent(storage!, 'storage');
  applyCostTags(stack, PROPS);
  tagComponent(intake!, 'intake');
  for (const scope of [stack, storage!, intake!]) new Queue(scope, 'Queue');
  const components = Object.values(Template.fromStack(stack).findResources('AWS::SQS::Queue')).map((queue) =>
    (queue as { Properties: { Tags: { Key: string; Value: string }[] } }).Properties.Tags.find(({ Key }) => Key === 'component'),
  );
  expect(components.map((tag) => tag?.Value)).toEqual(['storage', 'intake', 'operations']);
});
