/** What is no unit test, by the step that runs it: patterns of paths below test/. */
const POLICY = [
  'docs/',
  'domain/usage/queries',
  'faults/',
  'golden/',
  'hostile/',
  'lib/policy/',
  'lib/stacks/',
  'lib/aspects/',
  'lib/app',
  'lib/cli/put-object',
  'lib/cli/usage/duckdb-engine',
  'lib/cli/report',
  'functions/edge/bundle',
  'functions/edge/token-fuzz',
  'functions/handlers',
  'functions/intake/faults',
  'functions/intake/large',
  'month/simulated',
  'traffic/simulated',
  'wallet/simulated',
  '(.+/)?deployed',
];
const SYSTEM = [
  'bin/',
  'browser/',
  'clients/',
  'deploy/',
  'functions/edge/njs',
  'local/cloud/processes',
  'local/start/configuration',
  'scripts/check',
  'trino/',
];

const root = __dirname.replaceAll(/[^\w/]/g, '\\$&');
const below = (patterns) => `^${root}/test/(${patterns.join('|')}).*\\.test\\.ts$`;

module.exports = { policy: below(POLICY), system: below(SYSTEM) };
