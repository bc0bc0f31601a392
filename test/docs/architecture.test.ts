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

const TEXT = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

interface Resource {
  readonly Type: string;
  readonly Properties: unknown;
}

function resources(configFile: string): [string, Resource][] {
  const app = new App({ context: cdkJson.context });
  const { stacks } = buildApp(loadConfig(join(ROOT, configFile)), { app, validateTemplates: false }).synth();
  return Object.entries((stacks[0]!.template as { Resources: Record<string, Resource> }).Resources);
}

/** Logical ids of the explained types, without the hash at their end; what each publisher has goes by `Publishers<project>`. */
const logicalIds = (configFile: string): string[] =>
  resources(configFile)
    .filter(([, { Type }]) => EXPLAINED_TYPES.includes(Type))
    .map(([id]) => id.replace(/[0-9A-F]{8}$/, '').replace(/^Publishers\w+(pipeline|people)$/, 'Publishers_$1'));

/** There only when the configuration asks for them; `docs/architecture.md` says so. */
const OPTIONAL = [
  'BreakGlassRole',
  'MalwareScanRole',
  'OperatorRole',
  'Publishers_people',
  'Publishers_pipeline',
  'ReplicationRole',
];
const EXPLAINED = [...TEXT.matchAll(/^\| `(\w+)` \|/gm)].map(([, id]) => id!);

test('docs/architecture.md explains the resources of every registry, and those that are optional', () => {
  expect([...EXPLAINED].sort()).toEqual([...logicalIds('registry.config.ts'), ...OPTIONAL].sort());
});

test('docs/architecture.md explains whatever the example with everything has', () => {
  expect(logicalIds('examples/with-domain/registry.config.ts').filter((id) => !EXPLAINED.includes(id))).toEqual([]);
});

/** The prefixes of both kept buckets below which a statement of their policies denies. */
function deniedBy(sid: string): string[] {
  const policies = resources('registry.config.ts').filter(
    ([id, { Type }]) => Type === 'AWS::S3::BucketPolicy' && /^Store(Packages|Records)/.test(id),
  );
  return policies.flatMap(([, { Properties }]) => {
    const { Statement } = (Properties as { PolicyDocument: { Statement: { Sid?: string }[] } }).PolicyDocument;
    const found = Statement.find(({ Sid }) => Sid === sid);
    return [...JSON.stringify(found ?? '').matchAll(/"\/([a-z]+\/)\*"/g)].map(([, prefix]) => prefix!);
  });
}

test.each([
  ['DenyOverwrite', 1],
  ['DenyUnlocked', 2],
  ['DenyRemoval', 3],
])('docs/architecture.md says below which prefixes %s denies', (sid, column) => {
  const rows = [...TEXT.matchAll(/^\| (`[a-z]+\/`.*) \|$/gm)].map(([, row]) => row!.split('|').map((cell) => cell.trim()));
  const named = rows
    .filter((row) => row[column] === 'denied')
    .flatMap(([prefixes]) => [...prefixes!.matchAll(/`([a-z]+\/)`/g)].map(([, prefix]) => prefix!));
  expect(named.sort()).toEqual(deniedBy(sid).sort());
});
