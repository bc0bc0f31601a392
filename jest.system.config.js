// Tests against the local cloud and with real package managers: sockets and child processes. Each test file has its own cloud and
// waits for it half of the time, so on two cores three run at a time.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'; // as scripts/start.mjs
const steps = require('./jest.steps.js');
const unit = require('./jest.config.js');
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  testMatch: undefined,
  testRegex: steps.system,
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
  globalSetup: '<rootDir>/test/deploy/support/global-setup.ts',
  testSequencer: '<rootDir>/test/helpers/longest-first.js',
  maxWorkers: 3,
};
