// Tests that synthesise the whole stack and hold it against every policy pack and the template validator, whose engine alone needs seconds.
const unit = require('./jest.config.js');
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  testMatch: ['<rootDir>/test/(golden|lib/policy|lib/stacks)/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
