/** `npm start` in a fresh clone: interrupted at any moment, run to its end, and started again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from '../helpers/require-client';
import { Checkout, type Start } from './support/checkout';
import { eventually } from './support/uploads';

const found = existsSync('/proc/self/environ') && spawnSync('curl', ['--version']).status === 0;

describeWith('curl, and /proc with the environments of processes (Linux)', found, 'npm start', () => {
  const checkout = new Checkout();
  afterAll(() => {
    checkout.remove();
  });
  const nobodyLeft = (patienceMs = 3000) =>
    eventually('moment with nobody left', patienceMs, () => Promise.resolve(checkout.survivors().length === 0 || undefined));
  const ports = ['--port', '18080'];
  const isUp = ({ output }: Start) => output.includes('The registry is up.');

  test('an argument that does not exist is one sentence', async () => {
    const start = checkout.start('--frehs');
    expect(await start.end(30_000)).toBe(1);
    expect(start.output).toBe(
      'Arguments not understood, got: --frehs; allowed: --fresh, --once, --help, --port, --cloud-port, --waf; see npm start -- --help\n',
    );
  });

  test('all problems of a configuration are shown, before anything else is started', async () => {
    const config = join(checkout.directory, 'registry.config.ts');
    const before = readFileSync(config);
    writeFileSync(config, 'export default {};\n');
    const start = checkout.start(...ports);
    const code = await start.end(30_000);
    writeFileSync(config, before);
    const problems = [...start.output.matchAll(/^ {2}(\w+)\n {4}got: nothing$/gm)].map(([, field]) => field);
    expect([code, problems]).toEqual([1, ['foundation', 'registry', 'costCentre', 'ownerEmail', 'budget']]);
    expect(start.output).toMatch(/^registry\.config\.ts has 5 problems:\n\n/);
    expect(readdirSync(checkout.local('logs'))).toEqual(['configuration.log']);
  });

  // In the order of a start, so that each goes on from what the one before it left.
  test.each<{ readonly when: string; readonly moment: (start: Start) => boolean; readonly code: number }>([
    { when: 'pip fills the environment', moment: (start) => /Collecting/.test(start.log('pip') ?? ''), code: 130 },
    { when: 'the stack is synthesised', moment: (start) => start.log('cdk-synth') !== undefined, code: 130 },
    { when: 'resources are created', moment: (start) => /CREATE_IN_PROGRESS/.test(start.log('cdk-deploy') ?? ''), code: 130 },
    { when: 'a demo is published', moment: (start) => /uploaded/.test(start.log('publish-commons-demo-dep') ?? ''), code: 130 },
    { when: 'everything is up', moment: isUp, code: 0 },
  ])('Ctrl-C while $when leaves no process', async ({ moment, code }) => {
    const start = checkout.start(...ports);
    await start.until(moment);
    expect([await start.interrupt(), start.output]).toEqual([code, expect.stringContaining('Stopping …')]);
    await nobodyLeft();
    expect(existsSync(checkout.local('run.json'))).toBe(false);
  });

  test('--once installs the demo with pip from what an earlier start published', async () => {
    const start = checkout.npmStart('--once', ...ports);
    const code = await start.end(240_000);
    const unchanged =
      /cdk deploy example-registry \(unchanged\).*publish the demo packages \(published before\).*import \(1\.0\.0 1\.0\.0\)/s;
    expect([code, start.output]).toEqual([0, expect.stringMatching(unchanged)]);
    await nobodyLeft();
  });

  test('the index is shown by the printed command; a second start beside a running one says so; a start that is killed takes everything with it', async () => {
    const start = checkout.start(...ports);
    await start.until(isUp);
    const [curl] = /curl .*$/m.exec(start.output)!;
    const index = execFileSync('sh', ['-c', `${curl} --silent --show-error`], { encoding: 'utf8' });
    expect(JSON.parse(index)).toMatchObject({ name: 'commons-demo', versions: ['1.0.0'] });
    const second = checkout.start(...ports);
    expect([await second.end(30_000), second.output]).toEqual([1, expect.stringContaining('is already running, got: process ')]);
    start.kill();
    await nobodyLeft(15_000);
  });
});
