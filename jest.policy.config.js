// Tests that need seconds each: whole stacks held against every policy pack and the template validator, and registries of 100,000 projects.
const steps = require('./jest.steps.js');
const unit = require('./jest.config.js');
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  testMatch: undefined,
  testRegex: steps.policy,
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
};
