import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { Env } from '../../domain/contracts/env';
import { stackName } from '../../domain/contracts/outputs';
import { buildApp } from '../../lib/app';
import { exampleConfig, newApp } from './synthesis';

/** What the intake and the publisher of pages are told about where the registry answers. */
function publicUrls(publicUrl?: string): unknown[] {
  const config = exampleConfig('small');
  const app = buildApp(config, { app: newApp(), validateTemplates: false, ...(publicUrl && { publicUrl }) });
  const functions = Template.fromStack(Stack.of(app.node.findChild(stackName(config.registry)))).findResources(
    'AWS::Lambda::Function',
  );
  return Object.values(functions).flatMap(({ Properties }) => {
    const { Environment } = Properties as { Environment?: { Variables?: Record<string, unknown> } };
    return Environment?.Variables?.[Env.PUBLIC_URL] ?? [];
  });
}

test('documents lead to the distribution, or in a local run to the local edge', () => {
  const name = { 'Fn::GetAtt': [expect.stringMatching(/^Cdn/) as string, 'DomainName'] };
  const deployed = { 'Fn::Join': ['', ['https://', name]] };
  const local = 'http://127.0.0.1:8080';
  expect(publicUrls()).toEqual([deployed, deployed, deployed]);
  expect(publicUrls(local)).toEqual([local, local, local]);
});
