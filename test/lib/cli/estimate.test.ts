import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateOf } from '../../../domain/cost/estimate';
import { run } from '../../../lib/cli/program';
import { SAMPLE_TRAFFIC, sampleTemplate } from '../../domain/cost/sample-template';
import { fakeWorld } from './fake-world';

const directory = mkdtempSync(join(tmpdir(), 'registry-estimate-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});
const at = (name: string): string => join(directory, name);
const write = (name: string, value: unknown): void => {
  writeFileSync(at(name), JSON.stringify(value));
};

const template = sampleTemplate();
const estimate = (traffic = {}, budgetUsd = 50) =>
  estimateOf({ templates: [template], traffic: { ...SAMPLE_TRAFFIC, ...traffic }, budgetUsd });
write('manifest.json', {
  artifacts: {
    stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'it.template.json' } },
    tree: { type: 'cdk:tree' },
  },
});
write('it.template.json', template);
write('estimate.json', estimate());

async function ask(...args: string[]): Promise<{ exitCode: number; out: string; notes: string }> {
  const world = fakeWorld();
  const exitCode = await run(['estimate', '--assembly', directory, ...args], world);
  return { exitCode, out: world.printed.join('\n'), notes: world.notes.join('\n') };
}

test('prints the estimate of the assembly', async () => {
  const { exitCode, out } = await ask();
  expect(exitCode).toBe(0);
  expect(out).toContain('        $15.52  Expected month (pay-as-you-go; budget $50.00)');
});

test('--json prints it as data', async () => {
  expect(JSON.parse((await ask('--json')).out)).toEqual(JSON.parse(JSON.stringify(estimate())));
});

test('a profile takes the place of the configured traffic, and more than the budget is exit code 1', async () => {
  write('profile.json', { ...SAMPLE_TRAFFIC, terabytesPerMonth: 10, millionRequestsPerMonth: 42.95 });
  const { exitCode, out } = await ask('--profile', at('profile.json'));
  expect(exitCode).toBe(1);
  expect(out).toContain('       $866.58  Expected month (pay-as-you-go; budget $50.00)');
});

test('a profile that makes no sense is refused field by field', async () => {
  write('wrong.json', { hitRatio: 90, regions: { us_mx_ca: 0.5 }, teraBytes: 1 });
  const { exitCode, notes } = await ask('--profile', at('wrong.json'));
  expect(exitCode).toBe(1);
  expect(notes).toContain('a number from 0 to 1');
  expect(notes).toContain('shares that add up to 1, of us_mx_ca, eu_il_tr, za_ke_ng_me, sa, jp, au_nz, apac, in');
  expect(notes).toContain('teraBytes');
});

test('a profile that is no JSON is refused', async () => {
  writeFileSync(at('broken.json'), '{');
  expect((await ask('--profile', at('broken.json'))).notes).toContain('a JSON object');
});

test('--html writes a page', async () => {
  const { notes } = await ask('--html', at('cost.html'));
  expect(notes).toBe(`wrote ${at('cost.html')}`);
  expect(readFileSync(at('cost.html'), 'utf8')).toContain('<h1>What this registry costs</h1>');
});

test('--diff without an earlier synthesis says so', async () => {
  const { exitCode, notes } = await ask('--diff');
  expect(exitCode).toBe(1);
  expect(notes).toBe(
    `There is no synthesis to compare with in '${directory}': none before the last one cost anything else; name another estimate with --diff FILE`,
  );
});

test('--diff compares with the synthesis before, or with a file', async () => {
  write('approved.json', estimate({ storedGb: 120 }));
  const named = await ask('--diff', at('approved.json'));
  expect(named.out).toContain('  storedGb: 120 before, 20 now');
  write('estimate.previous.json', estimate({ storedGb: 1020 }));
  expect((await ask('--diff')).out).toContain('  storedGb: 1020 before, 20 now');
});

test('without an assembly it says how to make one', async () => {
  const world = fakeWorld();
  expect(await run(['estimate', '--assembly', at('nowhere')], world)).toBe(1);
  expect(world.notes.join('\n')).toBe(
    `There is no '${at('nowhere/estimate.json')}'; an estimate needs a synthesised assembly: run npx cdk synth --strict, or name its folder with --assembly`,
  );
});

test('what is no estimate is not compared with', async () => {
  write('other.json', { schema: 2 });
  expect((await ask('--diff', at('other.json'))).notes).toBe(
    `'${at('other.json')}' must be an estimate of schema 1, as synthesis writes it, got: schema 2; run: npx cdk synth --strict`,
  );
});

test('a template with something that has no price is an error that names it', async () => {
  write('it.template.json', sampleTemplate({ further: { Nat: { Type: 'AWS::EC2::NatGateway' } } }));
  const { exitCode, notes } = await ask();
  write('it.template.json', template);
  expect(exitCode).toBe(1);
  expect(notes).toBe('Cannot price Nat (AWS::EC2::NatGateway), which AWS bills by the hour: take it out.');
});
