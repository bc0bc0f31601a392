import { heldKey } from '../../../domain/contracts/keys';
import { FilesOutput, filesOutput, Output, PlanOutput } from '../../../domain/contracts/outputs';
import { COST_TAGS } from '../../../domain/contracts/tags';
import type { PlanSubscription } from '../../../lib/cli/plan-service';
import { run } from '../../../lib/cli/program';
import type { CostTagStore, Deployment } from '../../../lib/cli/world';
import { type FakeWorld, fakeWorld } from './fake-world';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alerts';
const PLAN = 'arn:aws:pricingplanmanager::111122223333:subscription/sub-1';
const OUTPUTS = {
  [Output.REGISTRY_URL]: 'https://packages.example.org',
  [Output.DISTRIBUTION_DOMAIN]: 'd1.cloudfront.net',
  [Output.ALERTS_TOPIC_ARN]: TOPIC,
};
const UNAPPROVED = { ...OUTPUTS, [PlanOutput.SUBSCRIPTION_ARN]: PLAN, [PlanOutput.APPROVED]: 'false' };
const active: PlanSubscription = { arn: PLAN, planTier: 'PRO', status: 'ACTIVE', eTag: '7' };
const mail = (confirmed: boolean) => ({ protocol: 'email', endpoint: 'ops@example.org', confirmed });

const WELL: Deployment = {
  status: 'UPDATE_COMPLETE',
  terminationProtection: true,
  outputs: { ...OUTPUTS, [PlanOutput.SUBSCRIPTION_ARN]: PLAN, [PlanOutput.APPROVED]: 'true' },
  plan: () => Promise.resolve(active),
  topicSubscriptions: () => Promise.resolve([mail(true), { protocol: 'lambda', endpoint: 'brake', confirmed: true }]),
};

/** The payer's account, in which these tags are not activated, or not known yet. */
function payer(inactive: readonly string[], unknown: readonly string[] = []): CostTagStore {
  const refused = () => Promise.reject(new Error('the doctor changes nothing'));
  const known = COST_TAGS.filter((key) => !unknown.includes(key));
  return {
    list: () => Promise.resolve(known.map((key) => ({ key, active: !inactive.includes(key) }))),
    activate: refused,
    backfill: refused,
  };
}

/** Exit code and lines. */
async function doctor(deployment: Partial<Deployment> = {}, change: (world: FakeWorld) => void = () => undefined) {
  const world = fakeWorld();
  world.deployment = { ...WELL, ...deployment };
  world.costTags = payer([]);
  world.fetch = () => Promise.resolve(new Response(''));
  change(world);
  const code = await run(['doctor', '--stack', 'example-registry'], world);
  return { code, lines: world.printed.join('\n').split('\n'), world };
}

test('a registry that needs nothing', async () => {
  const { code, lines, world } = await doctor();
  expect(lines).toEqual([
    'ok          deployment: complete (UPDATE_COMPLETE), protected against deletion',
    'ok          address: https://packages.example.org answers',
    'ok          delivery plan: pro is active',
    'ok          alert mails: ops@example.org gets them',
    'ok          cost tags: activated',
    'ok          held releases: none',
  ]);
  expect(code).toBe(0);
  expect(world.places[0]).toMatchObject({ stack: 'example-registry' });
});

test.each<[string, Partial<Deployment>, readonly string[]]>([
  [
    'a deployment that failed',
    { status: 'UPDATE_ROLLBACK_COMPLETE' },
    [
      "to do       deployment: the last deployment failed (UPDATE_ROLLBACK_COMPLETE); CloudFormation's events say why",
      '            npx cdk deploy',
    ],
  ],
  [
    'a deployment under way',
    { status: 'UPDATE_IN_PROGRESS' },
    ['to do       deployment: a deployment is under way (UPDATE_IN_PROGRESS); look again when it is done'],
  ],
  [
    'no protection',
    { terminationProtection: false },
    [
      'to do       deployment: the stack can be deleted by one command; deploy it again to protect it',
      '            npx cdk deploy',
    ],
  ],
  [
    'a plan that waits',
    { plan: () => Promise.resolve({ ...active, status: 'PENDING_APPROVAL' }), outputs: UNAPPROVED },
    [
      'to do       delivery plan: pro waits for approval; until then delivery is billed by use, and alarms and brake watch what the budget pays for; then set delivery.approved to true and deploy. Who may decide about money starts it, for this month at least:',
      `            aws pricing-plan-manager approve-paid-subscription --region us-east-1 --arn ${PLAN} --if-match '7'`,
    ],
  ],
  [
    'a plan whose alarms do not wait',
    { plan: () => Promise.resolve({ ...active, status: 'PENDING_APPROVAL' }) },
    [
      'to do       delivery plan: pro waits for approval; until then delivery is billed by use, but alarms and brake watch what the plan includes, which is much more than the budget pays for: approve it today, or set delivery.approved to false and deploy. Who may decide about money starts it, for this month at least:',
      `            aws pricing-plan-manager approve-paid-subscription --region us-east-1 --arn ${PLAN} --if-match '7'`,
    ],
  ],
  [
    'a plan whose alarms still wait',
    { outputs: UNAPPROVED },
    [
      'to do       delivery plan: pro is active, but alarms and brake still watch the budget as if each byte were billed; set delivery.approved to true and deploy:',
      '            npx cdk deploy',
    ],
  ],
  [
    'a plan that changes',
    { plan: () => Promise.resolve({ ...active, status: 'SYNC_IN_PROGRESS' }) },
    ['to do       delivery plan: AWS is applying a change to pro, which takes 2 to 5 minutes; look again then'],
  ],
  [
    'a plan that failed',
    { plan: () => Promise.resolve({ ...active, status: 'FAILED', statusReason: 'a rule\u001b[2J group' }) },
    [
      'to do       delivery plan: pro failed: a rule\\u{1b}[2J group; take it away, mend the cause, and deploy again (docs/plans.md):',
      `            aws pricing-plan-manager cancel-subscription --region us-east-1 --arn ${PLAN} --if-match '7'`,
    ],
  ],
  [
    'a plan that ends',
    {
      plan: () =>
        Promise.resolve({ ...active, scheduledChange: { changeType: 'CANCELLATION', effectiveDate: '2026-04-01T00:00:00Z' } }),
    },
    [
      'to do       delivery plan: pro ends at 2026-04-01T00:00:00Z, and delivery is billed by use from then on; to keep it:',
      `            aws pricing-plan-manager cancel-subscription-change --region us-east-1 --arn ${PLAN} --if-match '7'`,
    ],
  ],
  [
    'a mail address that nobody confirmed',
    { topicSubscriptions: () => Promise.resolve([mail(false)]) },
    [
      'to do       alert mails: ops@example.org has not confirmed; the link is in a mail "AWS Notification - Subscription Confirmation", valid for two days; when it is gone:',
      `            aws sns subscribe --region us-east-1 --topic-arn ${TOPIC} --protocol email --notification-endpoint ops@example.org`,
    ],
  ],
  [
    'no mail address',
    { topicSubscriptions: () => Promise.resolve([]) },
    [
      'to do       alert mails: no alarm reaches anybody: the topic has no mail address; deploy the stack again',
      '            npx cdk deploy',
    ],
  ],
])('%s is to do', async (_, deployment, expected) => {
  const { code, lines } = await doctor(deployment);
  expect(lines.filter((line) => !line.startsWith('ok'))).toEqual(expected);
  expect(code).toBe(1);
});

test.each([
  [
    payer(['tier', 'component']),
    [
      'to do       cost tags: component, tier are not activated, so bills cannot be divided by them; with credentials of the account that pays:',
      '            npx registry tags activate',
    ],
  ],
  [
    payer([], ['tier']),
    ['to do       cost tags: AWS does not list tier yet, as for a day after the first deployment; look again tomorrow'],
  ],
])('tags that bills do not divide by are to do', async (costTags, expected) => {
  const { code, lines } = await doctor({}, (world) => {
    world.costTags = costTags;
  });
  expect(lines.filter((line) => !line.startsWith('ok'))).toEqual(expected);
  expect(code).toBe(1);
});

test('an address that does not answer is to do', async () => {
  const wrong = await doctor({}, (world) => {
    world.fetch = () => Promise.resolve(new Response('', { status: 404 }));
  });
  expect(wrong.lines).toContain(
    'to do       address: https://packages.example.org does not answer as it should (status 404); point its name at d1.cloudfront.net',
  );
  const none = await doctor({}, (world) => {
    world.fetch = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
  });
  expect(none.lines[1]).toContain('(getaddrinfo ENOTFOUND)');
});

test('a release that waits is to do', async () => {
  const id = { ecosystem: 'pypi', project: 'six', upload: 'u1' };
  const { code, lines } = await doctor({}, ({ store }) => {
    store.put(heldKey(id, 'six-1.0.tar.gz'), '');
    store.put('verdicts/pypi/six/u1.json', JSON.stringify({ ...id, outcome: 'held' }));
  });
  expect(lines.slice(-2)).toEqual(['to do       held releases: 1 wait for a decision', '            npx registry release list']);
  expect(code).toBe(1);
});

test('what may not be asked is not seen, and not to do', async () => {
  const denied = () => Promise.reject(Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' }));
  const { code, lines } = await doctor({ plan: denied, topicSubscriptions: denied }, (world) => {
    world.costTags = { ...payer([]), list: denied };
    world.store.mayList = false;
  });
  expect(lines.slice(2)).toEqual([
    'cannot see  delivery plan: AccessDeniedException: not authorized',
    'cannot see  alert mails: AccessDeniedException: not authorized',
    'cannot see  cost tags: AccessDeniedException: not authorized',
    'cannot see  held releases: AWS does not let these credentials list what is held; take the role of an operator',
  ]);
  expect(code).toBe(0);
});

test('without a plan nobody has to approve, and a downgrade is as it was asked for', async () => {
  const byUse = await doctor({ outputs: OUTPUTS });
  expect(byUse.lines).toContain('ok          delivery plan: pay-as-you-go, which nobody has to approve');
  const downgrade = { changeType: 'DOWNGRADE', planTier: 'PRO' };
  const premium = { ...active, planTier: 'PREMIUM', usageLevel: 'CF_PREMIUM_L2', scheduledChange: downgrade };
  const smaller = await doctor({ plan: () => Promise.resolve(premium) });
  expect(smaller.lines).toContain(
    'ok          delivery plan: premium CF_PREMIUM_L2 is active, and pro from the end of the month on',
  );
});

test('--json says the same', async () => {
  const world = fakeWorld();
  world.deployment = WELL;
  world.costTags = payer([]);
  await run(['doctor', '--stack', 'example-registry', '--json'], world);
  const { schema, findings } = JSON.parse(world.printed[0]!) as { schema: number; findings: { check: string; state: string }[] };
  expect(schema).toBe(1);
  expect(findings.map(({ check, state }) => `${check}: ${state}`)).toEqual([
    'deployment: ok',
    'address: to do',
    'delivery plan: ok',
    'alert mails: ok',
    'cost tags: ok',
    'held releases: ok',
  ]);
});

const filesPlan = (number: number) => `${PLAN}-files-${number}`;
const splitOutputs = (approved: boolean) =>
  Object.fromEntries(
    [1, 2].flatMap((number) => [
      [filesOutput(FilesOutput.SUBSCRIPTION_ARN, number), filesPlan(number)],
      [filesOutput(FilesOutput.PLAN_APPROVED, number), String(approved)],
    ]),
  ) as Readonly<Record<string, string>>;
const planLines = (lines: readonly string[]): string[] => lines.filter((line) => /plan|approve/.test(line));

test('where delivery is split it looks at the plan of each files host', async () => {
  const { code, lines } = await doctor({
    outputs: { ...OUTPUTS, ...splitOutputs(false) },
    plan: (arn) => Promise.resolve({ ...active, arn, status: arn === filesPlan(2) ? 'PENDING_APPROVAL' : 'ACTIVE' }),
  });
  expect(planLines(lines)).toEqual([
    'ok          delivery plan: pay-as-you-go, which nobody has to approve',
    'to do       plan of files host 1: pro is active, but alarms and brake still watch the budget as if each byte were billed; set delivery.split.files.approved to true and deploy:',
    'to do       plan of files host 2: pro waits for approval; until then delivery is billed by use, and alarms and brake watch what the budget pays for; then set delivery.split.files.approved to true and deploy. Who may decide about money starts it, for this month at least:',
    `            aws pricing-plan-manager approve-paid-subscription --region us-east-1 --arn ${filesPlan(2)} --if-match '7'`,
  ]);
  expect(code).toBe(1);
});

test('a files host that nobody watches though its plan still waits is to do', async () => {
  const { lines } = await doctor({
    outputs: { ...OUTPUTS, ...splitOutputs(true) },
    plan: (arn) => Promise.resolve({ ...active, arn, status: arn === filesPlan(2) ? 'PENDING_APPROVAL' : 'ACTIVE' }),
  });
  expect(planLines(lines).slice(1, 3)).toEqual([
    'ok          plan of files host 1: pro is active',
    'to do       plan of files host 2: pro waits for approval; until then delivery is billed by use, but alarms and brake do not watch it: approve it today, or set delivery.split.files.approved to false and deploy. Who may decide about money starts it, for this month at least:',
  ]);
});
