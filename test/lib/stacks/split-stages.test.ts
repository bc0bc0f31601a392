/** When readers are sent to the files host: not before the documents that lead there can be there. */
import { Template } from 'aws-cdk-lib/assertions';
import type { RegistryConfig } from '../../../lib/config';
import { signingPolicy } from '../../../lib/signing-policy';
import { RegistryStack } from '../../../lib/stacks/registry-stack';
import { exampleConfig, newApp } from '../synthesis';

interface Found {
  readonly Properties: { readonly FunctionCode: string; readonly Environment?: { readonly Variables: Record<string, unknown> } };
}

function synthesised(how: RegistryConfig['delivery']['split']) {
  const small = exampleConfig('small');
  const config = { ...small, delivery: { ...small.delivery, ...(how && { split: how }) } };
  const template = Template.fromStack(new RegistryStack(newApp(), 'Test', { config, signingPolicy: signingPolicy(config) }));
  const functions = Object.entries(template.findResources('AWS::CloudFront::Function') as Record<string, Found>);
  const lambdas = Object.entries(template.findResources('AWS::Lambda::Function') as Record<string, Found>);
  const intake = lambdas.find(([id]) => /^IntakeFunction/.test(id))![1].Properties.Environment!.Variables;
  return {
    servesFiles: functions.some(([id, { Properties }]) => id.startsWith('Files') && Properties.FunctionCode.includes('pypi')),
    choosesOpen: functions.find(([id]) => id.startsWith('Cdn'))![1].Properties.FunctionCode.includes('open/'),
    writesOpen: intake.FILES_URL !== undefined && intake.FILES_KEY_VALUE_STORE_ARN !== undefined,
  };
}

const split = (stage: 'prepare' | 'serve' | 'leave') => ({ files: { plan: 'pro', hosts: 1 }, stage }) as const;

test.each([
  ['one host', undefined, { writesOpen: false, servesFiles: false, choosesOpen: false }],
  ['two, and documents are being written', split('prepare'), { writesOpen: true, servesFiles: false, choosesOpen: false }],
  ['two, and documents are there', split('serve'), { writesOpen: true, servesFiles: true, choosesOpen: true }],
  ['soon one again', split('leave'), { writesOpen: true, servesFiles: true, choosesOpen: false }],
])('%s', (_, how, expected) => {
  expect(synthesised(how)).toEqual(expected);
});
