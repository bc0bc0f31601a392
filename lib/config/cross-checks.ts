/** Checks between fields. Each runs on what is well-formed by itself, so that one pass lists every problem. */
import type { Problem } from '../../domain/contracts/problem';
import { Refusal } from '../../domain/contracts/refusals';
import { COST_TAGS } from '../../domain/contracts/tags';
import { BUDGET_PERCENTS } from '../../domain/cost/brake-degrees';
import { ECOSYSTEM_NAMES, type EcosystemName, NORMALISED } from '../../domain/packages/names';
import { ECOSYSTEMS } from '../../domain/packages/registry';
import { tierProblems } from '../../domain/tiers/check';
import { part } from './parts';
import { problemAt, repeated, valueAt } from './problems';
import { signerProblems } from './signer-checks';
import { splitEcosystems, splitName } from './split-checks';

/** AWS allows 10 notifications a budget. */
const MOST_NOTIFICATIONS = 10;
/** AWS allows 50 tags a resource. */
const MOST_TAGS = 50 - COST_TAGS.length;

export function crossProblems(raw: unknown): Problem[] {
  const checks = [
    ecosystems,
    tierTable,
    contributionTiers,
    publisherList,
    notifications,
    brakePercents,
    usageLevel,
    approval,
    zone,
    splitName,
    splitEcosystems,
    unpackedSize,
    extraTags,
  ];
  return checks.flatMap((check) => check(raw));
}

function ecosystems(raw: unknown): Problem[] {
  const again = repeated(part(raw, 'ecosystems') ?? []);
  return again.map((i) =>
    problemAt(raw, ['ecosystems', i], { allowed: 'each ecosystem once', change: 'take the second one out' }),
  );
}

function tierTable(raw: unknown): Problem[] {
  const [tiers, ceiling, customers, ipv6] = [part(raw, 'tiers'), part(raw, 'ceiling'), part(raw, 'customers'), part(raw, 'ipv6')];
  const brake = part(raw, 'budget')?.brake.mode !== 'off';
  return tiers && ceiling ? tierProblems({ tiers, ceiling, customers: customers ?? [], ipv6: ipv6 ?? false, brake }) : [];
}

function contributionTiers(raw: unknown): Problem[] {
  const names = (part(raw, 'tiers') ?? []).map(({ name }) => name);
  return (part(raw, 'contributions') ?? []).flatMap(({ tier }, i) =>
    tier === undefined || names.length === 0 || names.includes(tier)
      ? []
      : [
          problemAt(raw, ['contributions', i, 'tier'], {
            allowed: names.map((name) => `'${name}'`).join(', '),
            change: 'name a tier that there is',
          }),
        ],
  );
}

function publisherList(raw: unknown): Problem[] {
  const enabled: readonly string[] = part(raw, 'ecosystems') ?? ECOSYSTEM_NAMES;
  const first = new Map<string, number>();
  const list = valueAt(raw, ['publishers']);
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, i) => [...nameProblems(raw, i, enabled, first), ...signerProblems(raw, i)]);
}

/** About ecosystem and project, whatever the rest of the publisher is. `first`: where each project was listed so far. */
function nameProblems(raw: unknown, i: number, enabled: readonly string[], first: Map<string, number>): Problem[] {
  const path = ['publishers', i];
  const [ecosystem, project] = ['ecosystem', 'project'].map((key) => valueAt(raw, [...path, key]));
  if (typeof ecosystem !== 'string' || typeof project !== 'string') return [];
  if (!isEcosystem(ecosystem) || !enabled.includes(ecosystem)) {
    return [
      problemAt(raw, [...path, 'ecosystem'], {
        allowed: enabled.map((name) => `'${name}'`).join(', '),
        change: "write one that 'ecosystems' lists, or add it there",
      }),
    ];
  }
  const before = first.get(`${ecosystem}/${project}`);
  first.set(`${ecosystem}/${project}`, before ?? i);
  const twice = {
    allowed: `one entry for each project; publishers[${before ?? i}] has this one`,
    change: 'list all identities and keys of a project in one entry',
  };
  return [
    ...projectProblems(raw, i, ecosystem, project),
    ...(before === undefined ? [] : [problemAt(raw, [...path, 'project'], twice)]),
  ];
}

/** Refuses here what the intake would refuse at every upload. */
function projectProblems(raw: unknown, i: number, ecosystem: EcosystemName, project: string): Problem[] {
  try {
    ECOSYSTEMS[ecosystem].checkProject(project);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const normalised = NORMALISED[ecosystem](project);
    const allowed = `a project name that the intake takes, in the normalised form of ${ecosystem}`;
    const change = error.code === 'NAME_NOT_NORMALISED' ? `write '${normalised ?? ''}'` : `rename the project: ${error.message}`;
    return [problemAt(raw, ['publishers', i, 'project'], { allowed, change })];
  }
}

const isEcosystem = (name: string): name is EcosystemName => (ECOSYSTEM_NAMES as readonly string[]).includes(name);

/** What AWS Budgets does not tell, the brake cannot act upon. */
function brakePercents(raw: unknown): Problem[] {
  const budget = part(raw, 'budget');
  if (!budget || budget.brake.mode === 'off') return [];
  return (
    [
      ['actualPercent', 'budget-actual'],
      ['forecastPercent', 'budget-forecast'],
    ] as const
  ).flatMap(([field, signal]) => {
    const needed = BUDGET_PERCENTS[signal];
    const missing = needed.filter((percent) => !budget[field].includes(percent));
    if (!missing.length) return [];
    const allowed = `${listed(needed)} among them, at which the brake moves (docs/brake.md)`;
    return [problemAt(raw, ['budget', field], { allowed, change: `add ${listed(missing)}, or set budget.brake.mode to 'off'` })];
  });
}

const listed = (numbers: readonly number[]): string => new Intl.ListFormat('en').format(numbers.map(String));

function notifications(raw: unknown): Problem[] {
  const budget = part(raw, 'budget');
  if (!budget) return [];
  const count = budget.actualPercent.length + budget.forecastPercent.length;
  const at = { path: ['budget'], got: `${count} percentages` };
  if (!count) return [{ ...at, allowed: 'at least 1 in actualPercent or forecastPercent', change: 'say when somebody is told' }];
  if (count <= MOST_NOTIFICATIONS) return [];
  const allowed = `at most ${MOST_NOTIFICATIONS} in actualPercent and forecastPercent together (the limit of AWS Budgets)`;
  return [{ ...at, allowed, change: 'take some out' }];
}

function approval(raw: unknown): Problem[] {
  const delivery = part(raw, 'delivery');
  if (!delivery?.approved || delivery.plan !== 'pay-as-you-go') return [];
  const change = 'leave it out, or set delivery.plan';
  return [problemAt(raw, ['delivery', 'approved'], { allowed: 'nothing beside pay-as-you-go, which nobody approves', change })];
}

function usageLevel(raw: unknown): Problem[] {
  const delivery = part(raw, 'delivery');
  const chosen = [
    { of: delivery, path: ['delivery'] },
    { of: delivery?.split?.files, path: ['delivery', 'split', 'files'] },
  ];
  return chosen.flatMap(({ of, path }) => {
    if (of?.usageLevel === undefined || of.plan === 'premium') return [];
    const allowed = `nothing beside the plan '${of.plan}'; only 'premium' has levels`;
    return [
      problemAt(raw, [...path, 'usageLevel'], { allowed, change: `leave it out, or set ${path.join('.')}.plan to 'premium'` }),
    ];
  });
}

function zone(raw: unknown): Problem[] {
  const domain = part(raw, 'domain');
  if (!domain || !('zoneName' in domain) || domain.name === domain.zoneName || domain.name.endsWith(`.${domain.zoneName}`))
    return [];
  return [
    problemAt(raw, ['domain', 'name'], {
      allowed: `a name in the zone '${domain.zoneName}'`,
      change: 'correct the name or the zone; the zone has to serve the name',
    }),
  ];
}

function unpackedSize(raw: unknown): Problem[] {
  const limits = part(raw, 'limits');
  if (!limits || limits.maxUnpackedBytes >= limits.maxFileBytes) return [];
  return [
    problemAt(raw, ['limits', 'maxUnpackedBytes'], {
      allowed: `at least maxFileBytes, ${limits.maxFileBytes}`,
      change: 'raise it, or lower maxFileBytes',
    }),
  ];
}

/** IAM takes tag keys that differ in case only for the same, and refuses the role. */
function extraTags(raw: unknown): Problem[] {
  const keys = Object.keys(part(raw, 'tags') ?? {});
  const own: readonly string[] = COST_TAGS;
  const problems = keys
    .filter((key) => own.includes(key.toLowerCase()) || /^aws:/i.test(key) || !/^[\p{L}\p{N} _.:/=+@-]{1,128}$/u.test(key))
    .map((key) =>
      problemAt(raw, ['tags', key], {
        allowed: `keys of 1 to 128 letters, digits, spaces and any of _.:/=+@-, not beginning with aws:, and not ${COST_TAGS.join(', ')} in whatever case`,
        change: 'choose another key; the registry sets its own',
      }),
    );
  for (const i of repeated(keys.map((key) => key.toLowerCase()))) {
    problems.push(
      problemAt(raw, ['tags', keys[i]!], {
        allowed: 'keys that differ in more than upper and lower case: AWS IAM takes those for the same',
        change: 'keep one of them',
      }),
    );
  }
  if (keys.length > MOST_TAGS) {
    problems.push({
      path: ['tags'],
      got: `${keys.length} tags`,
      allowed: `at most ${MOST_TAGS}, beside the registry's own`,
      change: 'take some out',
    });
  }
  return problems;
}
