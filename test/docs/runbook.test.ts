/** Every alarm of the template has a chapter in the runbook, and every chapter an alarm. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
import { buildApp } from '../../lib/app';
import { loadConfig } from '../../lib/config';

const ROOT = join(__dirname, '../..');

test('the runbook has one chapter per alarm, by the name of the alarm', () => {
  const config = loadConfig(join(ROOT, 'registry.config.ts'));
  const { stacks } = buildApp(config, { app: new App({ context: cdkJson.context }), validateTemplates: false }).synth();
  const { Resources } = stacks[0]!.template as {
    Resources: Record<string, { Type: string; Properties: { AlarmDescription?: string } }>;
  };
  const alarms = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const named = alarms.map(({ Properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(Properties.AlarmDescription ?? '')?.[1]);
  const chapters = [...readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8').matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name);
  expect(chapters.sort()).toEqual(named.sort());
});
