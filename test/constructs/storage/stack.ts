import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { ArtifactStore, type ArtifactStoreProps } from '../../../constructs/storage/artifact-store';
import { physicalResources } from '../../helpers/iam-simulation';

export type BucketName = 'Logs' | 'Packages' | 'Records' | 'Staging';

/** A store in a stack of its own, with the policies of an intake, an operator and the publisher of `pypi/demo`. */
export function makeStore(props?: ArtifactStoreProps) {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Test', { env: { region: 'us-east-1' } });
  const store = new ArtifactStore(stack, 'Store', props);
  new ManagedPolicy(stack, 'Intake', { statements: store.grants.intakeStatements() });
  new ManagedPolicy(stack, 'Publisher', { statements: store.grants.publisherStatements('pypi', 'demo') });
  new ManagedPolicy(stack, 'Operator', { statements: store.grants.operatorStatements() });
  const template = Template.fromStack(stack);
  const resources = Object.entries(physicalResources(template));
  const find = (start: string, type: string) => {
    const [id, resource] = resources.find(([name, { Type }]) => name.startsWith(start) && Type === type) ?? [];
    if (!id || !resource) throw new Error(`no ${type} with an id that starts with ${start}`);
    return { id, properties: resource.Properties };
  };
  return {
    store,
    template,
    bucket: (name: BucketName) => find(`Store${name}`, 'AWS::S3::Bucket').properties,
    arn: (name: BucketName) => `arn:aws:s3:::${find(`Store${name}`, 'AWS::S3::Bucket').id.toLowerCase()}`,
    bucketPolicy: (name: BucketName) => find(`Store${name}`, 'AWS::S3::BucketPolicy').properties.PolicyDocument,
    identityPolicy: (name: 'Intake' | 'Operator' | 'Publisher') =>
      find(name, 'AWS::IAM::ManagedPolicy').properties.PolicyDocument,
  };
}
