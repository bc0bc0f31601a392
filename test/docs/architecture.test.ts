/** Holds docs/architecture.md against the template: every bucket, role, queue and function is explained, and none that is gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
import { buildApp } from '../../lib/app';
import { loadConfig } from '../../lib/config';

const ROOT = join(__dirname, '../..');
const EXPLAINED_TYPES = [
  'AWS::S3::Bucket',
  'AWS::IAM::Role',
  'AWS::SQS::Queue',
  'AWS::Lambda::Function',
  'AWS::CloudFront::Function',
];

/** Logical ids of the explained types, without the hash at their end. */
function logicalIds(configFile: string): string[] {
  const app = new App({ context: cdkJson.context });
  const { stacks } = buildApp(loadConfig(join(ROOT, configFile)), { app, validateTemplates: false }).synth();
  const { Resources } = stacks[0]!.template as { Resources: Record<string, { Type: string }> };
  const ids = Object.entries(Resources).filter(([, { Type }]) => EXPLAINED_TYPES.includes(Type));
  return ids.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort();
}

test.each(['registry.config.ts', 'examples/with-domain/registry.config.ts'])(
  'docs/architecture.md explains the resources of %s',
  (file) => {
    const rows = [...readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm)];
    expect(rows.map(([, id]) => id).sort()).toEqual(logicalIds(file));
  },
);
