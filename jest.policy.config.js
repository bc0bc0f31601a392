// Tests that run every policy pack and the template validator over the whole stack; the validator's engine alone needs seconds.
const unit = require('./jest.config.js');
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  testMatch: ['<rootDir>/test/lib/policy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
