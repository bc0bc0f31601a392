/** Who may do what, decided from the synthesised template: principals x actions x places. {@link ROLES} says what is expected. */
import { BRAKE_DOCUMENT_KEY, BRAKE_STATE_KEY } from '../../../domain/contracts/brake';
import * as keys from '../../../domain/contracts/keys';
import * as usage from '../../../domain/contracts/usage';
import { HEAD_KEY } from '../../../domain/records/ledger-documents';
import { FIRST_KEYS } from '../../../domain/site/first-objects';
import { exampleConfig, synthesise } from '../synthesis';
import { named as namedIn, type Rights, ROLES, WORDS } from './iam-table';
import {
  administrator,
  allowed,
  named,
  nameOf,
  outsiders,
  type Place,
  type Principal,
  places,
  resourcesOf,
  roles,
} from './iam-world';

const PREFIXES = Object.entries({ ...keys, ...usage }).flatMap(([name, value]) =>
  name.endsWith('_PREFIX') ? [value as string] : [],
);
const OBJECTS = ['pypi/commons-demo/upload/x', 'pypi/six/upload/x', 'packages/x'];

/** The example that has everything: people, pipelines, break-glass, the scanner, kill switches and a replica. */
const config = exampleConfig('with-domain');
const replica = { registryAccount: '111122223333', account: '444455556666', region: 'eu-central-1' };
const whole = {
  ...config,
  screening: { ...config.screening, malware: 'guardduty' as const },
  killSwitches: true,
  storage: { ...config.storage, replica },
};
const resources = resourcesOf(synthesise(whole).template);
const at = places(resources, PREFIXES, OBJECTS, [
  ...keys.SITE_KEYS,
  ...FIRST_KEYS,
  keys.ACCESS_KEY,
  HEAD_KEY,
  usage.FAIR_USE_KEY,
  `${keys.S3_LOGS_PREFIX}usage/x`,
  BRAKE_STATE_KEY,
  BRAKE_DOCUMENT_KEY,
]);
const physical = (name: string) =>
  Object.keys(resources)
    .find((id) => nameOf(id) === name)!
    .toLowerCase();
const NAMED = namedIn(physical);
const found = roles(resources);

/** The rows of the table as {@link allowed} writes them. */
function expected(rights: Rights): string[] {
  return rights.flatMap(([actions, where]) =>
    where.split(' ').flatMap((place) => {
      const names = at.filter(({ name }) => (place.endsWith('/') ? name.startsWith(place) : name === place));
      if (!names.length) throw new Error(`No such place in the template, got: ${place}`);
      return actions
        .split(' ')
        .flatMap((word) => WORDS[word] ?? [word.replace(',', ', ').replaceAll('_', ' ')])
        .flatMap((action) => names.map(({ name }) => action.replace(/^([^,]+)/, `$1 ${name}`)));
    }),
  );
}

function difference(who: Principal, rights: Rights) {
  const [is, should] = [new Set(allowed(who, at)), new Set(expected(rights))];
  return { unexpected: [...is].filter((one) => !should.has(one)), missing: [...should].filter((one) => !is.has(one)) };
}
const NONE = { unexpected: [], missing: [] };

test('every role of the template is in the table', () => {
  expect([...found.keys()].sort()).toEqual(Object.keys(ROLES).sort());
});

test('every service, user and identity provider that a policy names is in the table', () => {
  expect(named(resources).filter((one) => !one.endsWith(':root'))).toEqual(
    [...new Set(Object.values(NAMED).map(({ principal }) => principal))].sort(),
  );
});

test.each(Object.entries(ROLES))('%s may do what the table says, and nothing else', (name, rights) => {
  expect(difference(found.get(name)!, rights)).toEqual(NONE);
});

test.each(Object.entries(NAMED))('%s may do what the table says, and nothing else', (_, { rights, ...who }) => {
  expect(difference(who, rights)).toEqual(NONE);
});

// AWS documents the trust of a replication role without a condition on the bucket; who names it in another bucket needs iam:PassRole here.
const TRUSTED_WITHOUT_CONDITION: Readonly<Record<string, readonly string[]>> = {
  "S3 for somebody else's bucket": ['sts:AssumeRole ReplicationRole'],
};

test.each(Object.entries(outsiders))('%s may do nothing', (name, who) => {
  expect(allowed(who, at)).toEqual(TRUSTED_WITHOUT_CONDITION[name] ?? []);
});

const everybody: [string, Principal][] = [
  ...found,
  ...Object.entries(NAMED),
  ...Object.entries(outsiders),
  ['administrator', administrator],
];
const whoMay = (wanted: RegExp, of: readonly Place[]) =>
  everybody.filter(([, who]) => allowed(who, of).some((one) => wanted.test(one))).map(([name]) => name);

test.each(everybody)('%s may do nothing with buckets and queues over plain HTTP', (_, who) => {
  const open = at.filter(({ arn }) => /^arn:aws:(s3|sqs):/.test(arn));
  expect(allowed(who, open, { 'aws:SecureTransport': 'false' })).toEqual([]);
});

const PROTECTED = [
  'StorePackages/files/',
  'StoreRecords/releases/',
  'StoreRecords/statuses/',
  'StoreRecords/claims/',
  'StoreRecords/ledger/',
];
const below = (prefixes: readonly string[]) => at.filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
const REMOVES = /^s3:(Delete(Object|ObjectVersion)|BypassGovernanceRetention) /;

test('nobody but the break-glass role, and no administrator, deletes files and records; nobody the ledger', () => {
  expect(whoMay(REMOVES, below(PROTECTED))).toEqual(['BreakGlassRole']);
  expect(whoMay(REMOVES, below(['StoreRecords/ledger/']))).toEqual([]);
});

test('nobody at all replaces a file, a record or an entry of the ledger, or shortens its lock', () => {
  expect(whoMay(/^s3:(PutObject .*over another|Replicate)/, below(PROTECTED))).toEqual([]);
  const locked = below(PROTECTED.filter((prefix) => !prefix.includes('claims')));
  expect(whoMay(/^s3:PutObject .*, (once|once and locked for a day)$/, locked)).toEqual([]);
  expect(whoMay(/^s3:PutObjectRetention .*, (shorter|for ever)$/, locked)).toEqual([]);
});

test('nobody but the scanner, and no administrator, writes or removes the tag with its verdict', () => {
  expect(whoMay(/^s3:(Put|Delete)Object(Version)?Tagging /, below(['StoreStaging/uploads/']))).toEqual(['MalwareScanRole']);
});

test('nobody but the intake, and no administrator, signs', () => {
  expect(whoMay(/^kms:Sign /, at)).toEqual(['IntakeRole']);
});

test('without a break-glass role nobody deletes, and without a scanner no role writes tags', () => {
  const small = resourcesOf(synthesise(exampleConfig('small')).template);
  const where = places(small, PREFIXES, OBJECTS.slice(0, 1));
  const kept = where.filter(({ name }) => PROTECTED.some((prefix) => name.startsWith(prefix)));
  for (const who of [...roles(small).values(), administrator]) {
    expect(allowed(who, kept).filter((one) => REMOVES.test(one))).toEqual([]);
  }
  for (const who of roles(small).values()) {
    expect(allowed(who, where).filter((one) => /^s3:(Put|Delete)Object(Version)?Tagging /.test(one))).toEqual([]);
  }
});

describe('a mistake is found', () => {
  const policyOf = (name: string) => resources[Object.keys(resources).find((id) => nameOf(id) === name)!]!;
  const { Version, Statement } = policyOf('IntakePolicy').Properties.PolicyDocument as { Version: string; Statement: object[] };
  const withStatement = (statement: object): Principal => ({
    principal: found.get('IntakeRole')!.principal,
    identity: [{ Version, Statement: [...Statement, { Effect: 'Allow', ...statement }] }],
  });
  const staging = `arn:aws:s3:::${physical('StoreStaging')}`;

  test.each<[string, object, string[]]>([
    [
      'a right too much',
      { Action: 's3:DeleteObject', Resource: `${staging}/verdicts/*` },
      OBJECTS.map((object) => `s3:DeleteObject StoreStaging/verdicts/${object}`),
    ],
    ['a wildcard in an action', { Action: 'sqs:Purge*', Resource: '*' }, purgeOf(at)],
    [
      'a prefix too short',
      { Action: 's3:GetObjectVersion', Resource: `${staging}/ver*` },
      OBJECTS.map((object) => `s3:GetObjectVersion StoreStaging/verdicts/${object}`),
    ],
  ])('%s', (_, statement, unexpected) => {
    expect(difference(withStatement(statement), ROLES.IntakeRole!)).toEqual({ unexpected, missing: [] });
  });

  test('a role that is not in the table', () => {
    const StrangerRole01234567 = { Type: 'AWS::IAM::Role', Properties: {} };
    expect([...roles({ ...resources, StrangerRole01234567 }).keys()].filter((name) => !(name in ROLES))).toEqual([
      'StrangerRole',
    ]);
  });

  test('a policy that is not in the template', () => {
    const Properties = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
    expect(() => roles({ ...resources, StrangerRole01234567: { Type: 'AWS::IAM::Role', Properties } })).toThrow(
      new Error(
        'StrangerRole01234567 has a policy from outside the template, got: "arn:aws:iam::aws:policy/AdministratorAccess"',
      ),
    );
  });
});

function purgeOf(all: readonly Place[]): string[] {
  return all.filter(({ arn }) => arn.startsWith('arn:aws:sqs:')).map(({ name }) => `sqs:PurgeQueue ${name}`);
}
