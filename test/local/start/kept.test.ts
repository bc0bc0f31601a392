import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropHalfMade, readKept, writeKept } from '../../../local/start/kept';
import { layoutOf } from '../../../local/start/layout';
import { takeLock } from '../../../local/start/lock';
import { chooseCloudPort } from '../../../local/start/port-choice';

let local: string;
beforeEach(() => {
  local = mkdtempSync(join(tmpdir(), 'kept-'));
});
afterEach(() => {
  rmSync(local, { recursive: true });
});
const layout = () => layoutOf('/project', local);

test('nothing is kept at first', () => {
  expect(readKept(layout())).toBeUndefined();
  expect(dropHalfMade(layout())).toBe(false);
});

test('a complete deployment is kept', () => {
  writeKept(layout(), { hash: 'abc', port: 4570 });
  expect(dropHalfMade(layout())).toBe(false);
  expect(readKept(layout())).toEqual({ hash: 'abc', port: 4570 });
});

test('what an interrupted first deployment left is dropped', () => {
  mkdirSync(layout().state);
  writeFileSync(join(layout().state, 'services.json'), '{}');
  expect(dropHalfMade(layout())).toBe(true);
  expect(existsSync(layout().state)).toBe(false);
});

test('a kept state belongs to its port', async () => {
  writeKept(layout(), { hash: 'abc', port: 4570 });
  await expect(
    chooseCloudPort(layout(), { fresh: false, once: false, help: false, waf: 'precise', cloudPort: 4571 }),
  ).rejects.toThrow(
    new Error(
      '--cloud-port must be 4570, the port that the kept state was made with, got: 4571; leave it out, or begin anew with --fresh',
    ),
  );
});

describe('the lock', () => {
  const file = () => join(local, 'start.pid');
  const NOBODY = 2 ** 22 + 1; // above the highest process id of Linux

  test('is held by one start at a time', () => {
    takeLock(file(), process.pid);
    expect(() => takeLock(file(), NOBODY)).toThrow(
      new Error(`A local registry of this checkout is already running, got: process ${process.pid}; stop it there with Ctrl-C`),
    );
  });

  test('is given back, and taken over from a start that is gone', () => {
    takeLock(file(), process.pid)();
    expect(existsSync(file())).toBe(false);
    takeLock(file(), NOBODY);
    takeLock(file(), process.pid);
  });
});
