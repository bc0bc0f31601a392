/** `npm start` in a fresh clone: interrupted at any moment, run to its end, and started again. */
import { existsSync } from 'node:fs';
import { describeWith } from '../helpers/require-client';
import { Checkout, type Start } from './support/checkout';
import { eventually } from './support/uploads';

describeWith('/proc with the environments of processes (Linux)', existsSync('/proc/self/environ'), 'npm start', () => {
  const checkout = new Checkout();
  afterAll(() => {
    checkout.remove();
  });
  const nobodyLeft = () =>
    eventually('moment with nobody left', 3000, () => Promise.resolve(checkout.survivors().length === 0 || undefined));
  const ports = ['--port', '18080'];

  test('an argument that does not exist is one sentence', async () => {
    const start = checkout.start('--frehs');
    expect(await start.end(30_000)).toBe(1);
    expect(start.output).toBe(
      'Arguments not understood, got: --frehs; allowed: --fresh, --once, --help, --port, --cloud-port; see npm start -- --help\n',
    );
  });

  const MOMENTS: readonly { readonly when: string; readonly moment: (start: Start) => boolean }[] = [
    { when: 'pip fills the environment', moment: (start) => /Collecting/.test(start.log('pip') ?? '') },
    { when: 'the stack is synthesised', moment: (start) => start.log('cdk-synth') !== undefined },
    { when: 'the account is bootstrapped', moment: (start) => start.log('cdk-bootstrap') !== undefined },
    { when: 'resources are created', moment: (start) => /CREATE_IN_PROGRESS/.test(start.log('cdk-deploy') ?? '') },
    { when: 'a demo package is published', moment: (start) => /uploaded/.test(start.log('publish-commons-demo-dep') ?? '') },
  ];

  test.each(MOMENTS)('Ctrl-C while $when leaves no process', async ({ moment }) => {
    const start = checkout.start('--fresh', ...ports);
    await start.until(moment);
    expect([await start.interrupt(), start.output]).toEqual([130, expect.stringContaining('Stopping …')]);
    await nobodyLeft();
    expect(existsSync(checkout.local('run.json'))).toBe(false);
  });

  test('--once installs the demo with pip from a registry that began with nothing', async () => {
    const start = checkout.start('--once', ...ports);
    expect([await start.end(240_000), start.output]).toEqual([
      0,
      expect.stringMatching(
        /publish the demo packages \(commons-demo-dep 1\.0\.0, commons-demo 1\.0\.0\).*import \(1\.0\.0 1\.0\.0\)/s,
      ),
    ]);
    await nobodyLeft();
  });

  test('a second start keeps what was published; Ctrl-C ends it well', async () => {
    const start = checkout.start(...ports);
    await start.until(({ output }) => output.includes('The registry is up.'));
    expect(start.output).toMatch(/cdk deploy example-registry \(unchanged\).*publish the demo packages \(published before\)/s);
    expect((await fetch('http://127.0.0.1:18080/pypi/simple/commons-demo/')).status).toBe(200);
    const second = checkout.start(...ports);
    expect([await second.end(30_000), second.output]).toEqual([1, expect.stringContaining('is already running, got: process ')]);
    expect(await start.interrupt()).toBe(0);
    await nobodyLeft();
  });

  test('a start that is killed takes everything with it', async () => {
    const start = checkout.start(...ports);
    await start.until(({ output }) => output.includes('The registry is up.'));
    start.kill();
    await eventually('moment with nobody left', 15_000, () => Promise.resolve(checkout.survivors().length === 0 || undefined));
  });
});
