// The `registry` command: wires the commands of lib/cli to this machine. Started by bin/registry.mjs.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseFileName } from '../domain/packages/pypi/filenames';
import { askSecret } from '../lib/cli/ask-secret';
import { run } from '../lib/cli/program';
import type { World } from '../lib/cli/world';

// The SDK would print seven lines about future versions; this project pins its versions.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Loaded when needed only: verifying a bundle takes neither the AWS SDK nor the test authority's development packages.
const load = createRequire(__filename);
const aws = () => load('../lib/cli/aws') as typeof import('../lib/cli/aws');
const queues = () => load('../lib/cli/dead-letters') as typeof import('../lib/cli/dead-letters');
const access = () => load('../lib/cli/access-store') as typeof import('../lib/cli/access-store');
const fairUse = () => load('../lib/cli/fair-use-store') as typeof import('../lib/cli/fair-use-store');
const deployment = () => load('../lib/cli/deployment') as typeof import('../lib/cli/deployment');
const tokens = () => load('../lib/cli/token-store') as typeof import('../lib/cli/token-store');
const costTags = () => load('../lib/cli/cost-tags-store') as typeof import('../lib/cli/cost-tags-store');
const usage = () => load('../lib/cli/usage/usage-store') as typeof import('../lib/cli/usage/usage-store');
const duckdb = () => load('../lib/cli/usage/duckdb-engine') as typeof import('../lib/cli/usage/duckdb-engine');
const replica = () => load('../lib/cli/restore/s3-bucket') as typeof import('../lib/cli/restore/s3-bucket');
const authority = () => load('../local/authority') as typeof import('../local/authority');

const world: World = {
  out: (text) => process.stdout.write(`${text}\n`),
  note: (text) => process.stderr.write(`${text}\n`),
  progress: (line) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K${line}`),
  user: userInfo().username,
  clock: () => new Date(),
  randomBytes,
  sleep,
  fetch,
  env: process.env,
  askSecret,
  connect: (place) => aws().connect(place),
  connectQueues: (place) => queues().findDeadLetters(place),
  connectAccess: (place) => access().findAccess(place),
  connectFairUse: (place) => fairUse().findFairUse(place),
  connectDeployment: (place) => deployment().findDeployment(place),
  connectUsage: (place) => usage().findUsage(place),
  openUsageEngine: (logs, scratch) => duckdb().openDuckdb({ logs, scratch }),
  readCosts: (folder, of) => (load('../lib/cli/usage/costs') as typeof import('../lib/cli/usage/costs')).readCosts(folder, of),
  connectTokens: (place) => tokens().findTokens(place),
  connectCostTags: () => Promise.resolve(costTags().costTagStore()),
  connectReplica: (place, names) => replica().connectPairs(place, names),
  openAuthority: async (directory) => {
    const { openAuthority, pypiPublish } = authority();
    const opened = await openAuthority(directory, new Date());
    // PyPI's tools publish an attestation of their own kind; everybody else signs the file.
    return (name, bytes, who) =>
      parseFileName(name) ? opened.attest(pypiPublish(name, bytes), who) : opened.signMessage(bytes, who);
  },
};

void run(process.argv.slice(2), world).then((exitCode) => {
  process.exitCode = exitCode;
});
