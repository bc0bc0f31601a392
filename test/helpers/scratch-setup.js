const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * One folder for everything temporary of a run, which `scratch-teardown.js` removes. CDK's own helper (`testhelpers/jest-autoclean`)
 * would load CDK for every test file, also where no test uses it.
 */
module.exports = () => {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'registry-tests-'));
};
