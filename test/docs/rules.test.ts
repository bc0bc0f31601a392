/** docs/rules.md lists every rule of our own that runs at a synthesis. Its words are generated; that they are up to date is a step of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NOTHING_PAID } from '../../domain/cost/cost-finding';
import { DEFAULT_TRAFFIC } from '../../lib/config/defaults';
import { CostEstimate } from '../../lib/policy/cost-estimate';
import { CostRules } from '../../lib/policy/cost-rules';
import { PlanFit } from '../../lib/policy/plan-fit';

const ROOT = resolve(__dirname, '../..');
const REGO = join(ROOT, 'lib/rules');

test('every rule is listed once, and none that is gone', () => {
  const plugins = [new CostRules(NOTHING_PAID), new CostEstimate(DEFAULT_TRAFFIC, 50), new PlanFit(DEFAULT_TRAFFIC)];
  const written = readdirSync(REGO).flatMap((name) => readFileSync(join(REGO, name), 'utf8').match(/REGISTRY-\w+-\d+/g) ?? []);
  const listed = [...readFileSync(join(ROOT, 'docs/rules.md'), 'utf8').matchAll(/^\| `(REGISTRY-[\w-]+)` \|/gm)].map(
    ([, id]) => id,
  );
  expect(listed.sort()).toEqual([...plugins.flatMap(({ ruleIds }) => ruleIds), ...written].sort());
});
