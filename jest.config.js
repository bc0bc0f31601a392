process.env.CDK_VALIDATION ??= 'false'; // the validator costs seconds a file; test/lib/policy/policy.test.ts asks for it
const steps = require('./jest.steps.js');
/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%', // by default jest leaves one core idle, which on two cores is half of them
  roots: [
    '<rootDir>/bin',
    '<rootDir>/lib',
    '<rootDir>/constructs',
    '<rootDir>/domain',
    '<rootDir>/functions',
    '<rootDir>/local',
    '<rootDir>/test',
  ],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', steps.policy, steps.system],
  transform: { '^.+\\.(t|mj|j)sx?$': ['@swc/jest'] },
  transformIgnorePatterns: ['/node_modules/(?!(@renovatebot/pep440)/)'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
  globalSetup: '<rootDir>/test/helpers/scratch-setup.ts',
  globalTeardown: '<rootDir>/test/helpers/scratch-teardown.js',
  snapshotSerializers: ['<rootDir>/test/helpers/asset-hash.js'],
  coverageProvider: 'babel',
  collectCoverageFrom: ['{lib,constructs,domain,functions,local}/**/*.ts'],
};
