// Runs every check and test of the project and ends with one line: `N passed, N failed[, N skipped]`.
// `npm test -- unit types` runs only the named steps. A step without tests of its own counts as one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'registry-test-'));
const jest = (...args) => ['node', 'node_modules/jest/bin/jest.js', '--ci', ...args];

/**
 * Name, command, and whether jest's own counts are taken. Those of one group run side by side: each of the two linters uses one core.
 */
const GROUPS = [
  [{ name: 'lock', command: ['node', 'scripts/complete-lockfile.mjs', '--check'] }],
  [{ name: 'licences', command: ['node', 'scripts/check-licences.mjs'] }],
  [{ name: 'format', command: ['node_modules/.bin/biome', 'ci', '--error-on-warnings'] }],
  [{ name: 'types', command: ['node_modules/.bin/tsc', '-p', '.'] }],
  [{ name: 'edge-types', command: ['node_modules/.bin/tsc', '-p', 'functions/edge'] }],
  [{ name: 'docs', command: ['node_modules/.bin/tsx', 'scripts/generate-docs.ts', '--check'] }],
  [
    { name: 'lint', command: ['node_modules/.bin/eslint', '.'] },
    { name: 'templates', command: ['node', 'scripts/lint-templates.mjs'] },
  ],
  [{ name: 'unit', command: jest(), counts: true }],
  [{ name: 'policy', command: jest('-c', 'jest.policy.config.js'), counts: true }],
  [{ name: 'system', command: jest('-c', 'jest.system.config.js'), counts: true }],
];
const NAMES = GROUPS.flat().map(({ name }) => name);

/** Runs one step; jest's results are read from the file it writes, so a crash before any test counts as a failure. */
async function run({ name, command: [file, ...args], counts }, isAlone) {
  const results = join(scratch, `${name}.json`);
  const started = Date.now();
  console.log(`\n== ${name}: ${[file, ...args].join(' ')}`);
  const extra = counts ? ['--json', '--outputFile', results] : [];
  const child = spawn(file, [...args, ...extra], {
    stdio: isAlone ? ['ignore', counts ? 'ignore' : 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const [status] = await once(child, 'close').catch((error) => {
    console.log(error.message);
    return [1];
  });
  process.stdout.write(Buffer.concat(output)); // of those that run beside others, in one piece
  console.log(`== ${name}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  const counted = counts ? countsOf(results, status) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  return { name, ...counted };
}

function countsOf(file, status) {
  const read = () => {
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
  };
  try {
    const counts = read();
    return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !NAMES.includes(name));
if (unknown.length) {
  console.error(`Unknown step ${unknown.join(', ')}; the steps are ${NAMES.join(', ')}.`);
  process.exit(2);
}
const results = [];
for (const group of GROUPS) {
  const steps = group.filter(({ name }) => !wanted.length || wanted.includes(name));
  results.push(...(await Promise.all(steps.map((step) => run(step, steps.length === 1)))));
}
rmSync(scratch, { recursive: true });
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failing = results.filter((result) => result.failed).map((result) => result.name);
if (failing.length) console.log(`\nFailing steps: ${failing.join(', ')}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}`);
process.exit(sum('failed') ? 1 : 0);
