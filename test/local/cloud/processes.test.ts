import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failed, Processes, Stopped } from '../../../local/cloud/processes';

const scratch = mkdtempSync(join(tmpdir(), 'processes-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

let count = 0;
const node = (script: string) => {
  count += 1;
  return { name: `child ${count}`, file: process.execPath, args: ['-e', script], env: {}, log: join(scratch, `${count}.log`) };
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** A child that ignores the polite signal and has a child of its own, and says so when both are up. */
const STUBBORN = `
  process.on('SIGTERM', () => {});
  const inner = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  console.log(inner.pid);
  setInterval(() => {}, 1000);`;

test('a command runs to its end, with all its output in its log', async () => {
  const command = node(`console.log('out'); console.error('err')`);
  await new Processes().run(command);
  expect(readFileSync(command.log, 'utf8')).toBe('out\nerr\n');
});

test('a command that fails says how, and where its output is', async () => {
  const command = node('process.exit(3)');
  const error = new Failed(command.name, 3, command.log);
  expect(error.message).toBe(`${command.name} failed, got: exit 3; its output is in ${command.log}`);
  await expect(new Processes().run(command)).rejects.toThrow(error);
});

test('a command that cannot be run is an error', async () => {
  await expect(new Processes().run({ ...node(''), file: join(scratch, 'nothing') })).rejects.toThrow(/ENOENT/);
});

test('stopping ends a child and what it started, also when they do not want to', async () => {
  const processes = new Processes();
  const command = node(STUBBORN);
  const { pid, ended } = processes.start(command);
  while (!(existsSync(command.log) && /\n/.test(readFileSync(command.log, 'utf8')))) await new Promise(setImmediate);
  const inner = Number(readFileSync(command.log, 'utf8'));
  expect([isAlive(pid), isAlive(inner)]).toEqual([true, true]);
  processes.kill();
  expect((await ended).signal).toBe('SIGKILL');
  await processes.stop();
  expect([isAlive(pid), isAlive(inner)]).toEqual([false, false]);
});

test('once stopping, nothing is started any more, and a command under way is not a failure of its own', async () => {
  const processes = new Processes();
  const running = processes.run(node('setInterval(() => {}, 1000)'));
  const outcome = expect(running).rejects.toThrow(Stopped);
  await processes.stop();
  await outcome;
  expect(() => processes.start(node(''))).toThrow(Stopped);
});
