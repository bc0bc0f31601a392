import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One folder for everything temporary of a run, which `scratch-teardown.js` removes. CDK's own helper (`testhelpers/jest-autoclean`)
 * would load CDK for every test file, also where no test uses it.
 */
export default function scratchSetup(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'registry-tests-'));
}
