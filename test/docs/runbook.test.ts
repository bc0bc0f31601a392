/** Every alarm of the template has a chapter in the runbook, and every chapter an alarm. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../../cdk.json';
import { buildApp } from '../../lib/app';
import { loadConfig } from '../../lib/config';

const ROOT = join(__dirname, '../..');

/** Chapters that the alarms of a configuration name. */
function chaptersOf(file: string): string[] {
  const config = loadConfig(join(ROOT, file));
  const { stacks } = buildApp(config, { app: new App({ context: cdkJson.context }), validateTemplates: false }).synth();
  const { Resources } = stacks[0]!.template as {
    Resources: Record<string, { Type: string; Properties: { AlarmDescription?: string } }>;
  };
  const alarms = Object.values(Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  return alarms.map(({ Properties }) => /docs\/runbook\.md#([a-z-]+)$/.exec(Properties.AlarmDescription ?? '')?.[1] ?? 'none');
}

test('the runbook has one chapter per alarm, by the name of the alarm, and one for those of tiers that the example has', () => {
  const named = [...chaptersOf('registry.config.ts'), 'tier-limits'];
  const chapters = [...readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8').matchAll(/^## ([a-z-]+)$/gm)].map(([, name]) => name);
  expect(chapters.sort()).toEqual([...named].sort());
  expect(chaptersOf('examples/with-domain/registry.config.ts').sort()).toEqual([...named].sort());
});
