// Completes package-lock.json: adds the optional platform packages that a registry mirror may not list, so that `npm ci`
// finds the lock whole on every platform. `--check` only reports and exits 1 when something is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'];
const CPU = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'wasm32', 'mips64el'];

/** Reads cpu, os and libc off a platform package's name, e.g. `@biomejs/cli-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split('/').pop().split('-');
  const os = words.filter((word) => OS.includes(word));
  const cpu = words.map((word) => word.replace(/^armv\d$/, 'arm')).filter((word) => CPU.includes(word));
  const musl = words.some((word) => word.startsWith('musl'));
  const glibc = words.some((word) => word.startsWith('gnu')) && os[0] === 'linux';
  return { os, cpu, libc: musl ? ['musl'] : glibc ? ['glibc'] : undefined };
}

/** True when the lock already holds `name` somewhere on the resolution path of `parent`. */
function isLocked(packages, parent, name) {
  const parts = parent.split('/node_modules/');
  const nested = parts.map((_, i) => [...parts.slice(0, i), `node_modules/${name}`].join('/').replace(/^\//, ''));
  return [`${parent}/node_modules/${name}`, ...nested, `node_modules/${name}`].some((path) => packages[path]);
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, path, name)) continue;
    const { os, cpu, libc } = platformOf(name);
    if (!cpu.length) throw new Error(`cannot read the platform off ${name}; extend OS or CPU in ${import.meta.url}`);
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(entry.dev && { dev: true }),
      ...(libc && { libc }),
      optional: true,
      ...(os.length && { os }),
    };
    added += 1;
  }
}
if (added && process.argv.includes('--check')) {
  console.error(`${added} platform packages are missing from ${FILE}; run: node scripts/complete-lockfile.mjs`);
  process.exit(1);
}
if (added) {
  const { '': root, ...rest } = lock.packages;
  const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = { '': root, ...Object.fromEntries(sorted) };
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} added`);
