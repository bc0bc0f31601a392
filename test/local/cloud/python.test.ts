import { findPython, type Run } from '../../../local/cloud/python';

/** A machine with these programs; each prints its version. */
const machine =
  (versions: Readonly<Record<string, string | undefined>>): Run =>
  (file) =>
    versions[file] === undefined ? Promise.reject(new Error(`spawn ${file} ENOENT`)) : Promise.resolve(`${versions[file]}\n`);

test.each([
  { versions: { python3: '3.10.0' }, chosen: undefined, file: 'python3', version: '3.10.0' },
  { versions: { python: '3.13.1' }, chosen: undefined, file: 'python', version: '3.13.1' },
  { versions: { python3: '3.9.2', 'python3.12': '3.12.4' }, chosen: undefined, file: 'python3.12', version: '3.12.4' },
  { versions: { python3: '4.0.0' }, chosen: undefined, file: 'python3', version: '4.0.0' },
  { versions: { python3: '3.12.0', '/opt/python': '3.11.7' }, chosen: '/opt/python', file: '/opt/python', version: '3.11.7' },
])('finds $file among $versions', async ({ versions, chosen, file, version }) => {
  expect(await findPython(chosen, machine(versions))).toEqual({ file, version });
});

const NEEDED = 'The local cloud needs Python 3.10 or newer with its venv module';
const ADVICE = 'install it (on Debian and Ubuntu: python3 and python3-venv), or set PYTHON to its path.';

test.each([
  { versions: {}, chosen: undefined, got: 'no python3 that runs' },
  { versions: { python3: '3.9.2', python: '2.7.18' }, chosen: undefined, got: 'python3 3.9.2, python 2.7.18' },
  { versions: { python3: '3.12.0' }, chosen: '/opt/python', got: 'no /opt/python that runs' },
])('says what it found instead: $got', async ({ versions, chosen, got }) => {
  await expect(findPython(chosen, machine(versions))).rejects.toThrow(new Error(`${NEEDED}, got: ${got}; ${ADVICE}`));
});
