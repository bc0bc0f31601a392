import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { App, Stack } from 'aws-cdk-lib/core';
import cdkJson from '../../../cdk.json';
import { RegistryCdn, type RegistryCdnProps } from '../../../constructs/cdn/registry-cdn';
import { ArtifactStore } from '../../../constructs/storage/artifact-store';

export const CODE = 'function handler(event) { return event.request; }';

/** A distribution before a store, in a stack of its own. */
export function makeCdn(props: Partial<RegistryCdnProps> = {}, region = 'us-east-1') {
  const stack = new Stack(new App({ context: cdkJson.context }), 'Test', { env: { region } });
  const store = new ArtifactStore(stack, 'Store');
  const cdn = new RegistryCdn(stack, 'Cdn', { packages: store.packages, logs: store.logs, edgeFunctionCode: CODE, ...props });
  return { stack, cdn, template: Template.fromStack(stack) };
}

/** Names and certificate as a foundation would pass them. */
export function domain(stack: Stack) {
  const arn = 'arn:aws:acm:us-east-1:111122223333:certificate/demo';
  return {
    domainNames: ['packages.example.org', 'pkg.example.org'],
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', arn),
  };
}
