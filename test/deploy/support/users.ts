/** People with keys of their own, made with CloudFormation. */
import { CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import type { Deployed } from './deployed';
import { stackOutputs } from './stack';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role that was taken. */
  readonly sessionToken?: string;
}

/** What a user may do: statements in JSON, or the ARNs of policies that are there. */
export type Rights = { readonly statements: readonly object[] } | { readonly policies: readonly string[] };

export async function createUser({ world }: Deployed, name: string, rights: Rights): Promise<Credentials> {
  const attached =
    'policies' in rights
      ? { ManagedPolicyArns: rights.policies }
      : { Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: rights.statements } }] };
  const template = {
    Resources: {
      User: {
        Type: 'AWS::IAM::User',
        Properties: { UserName: name, ...attached },
      },
      Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } },
    },
    Outputs: { Id: { Value: { Ref: 'Key' } }, Secret: { Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } } },
  };
  const StackName = `user-${name}`;
  const TemplateBody = JSON.stringify(template);
  await world.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  await waitUntilStackCreateComplete({ client: world.cloudFormation, maxWaitTime: 30, minDelay: 1 }, { StackName });
  const { Id, Secret } = await stackOutputs(world.cloudFormation, StackName);
  return { accessKeyId: Id!, secretAccessKey: Secret! };
}

export const s3As = ({ world }: Deployed, credentials: Credentials): S3Client =>
  new S3Client({ ...world.client, credentials, forcePathStyle: true });
