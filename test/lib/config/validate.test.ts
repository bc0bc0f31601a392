import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import { ConfigError, validateConfig } from '../../../lib/config';
import { print } from '../../../lib/config/problems';
import { schema } from '../../../lib/config/schema';
import { FILE, GITHUB, MINIMAL, problem, refusal, refusalOf } from './minimal';

const publisher = (changes: object) => ({
  publishers: [{ ecosystem: 'pypi', project: 'demo', identities: [GITHUB], ...changes }],
});
const tier = (changes: object) => ({
  tiers: [{ name: 'anonymous', audience: 'Everybody.', requests: 20, windowSeconds: 60, mode: 'enforcement', ...changes }],
});
const KEY = {
  name: 'k',
  publicKeyPem: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
};
const TAG_KEYS =
  'keys of 1 to 128 letters, digits, spaces and any of _.:/=+@-, not beginning with aws:, and not foundation, registry, component, tier, environment, cost-centre in whatever case';
const TAG = '1 to 256 letters, digits, spaces and any of _.:/=+@-';

/** Field, value, and what the operator reads. One row for each field of the schema. */
const CASES: [string, Record<string, unknown>, [string, string, string, string][]][] = [
  ['foundation', { foundation: '' }, [['foundation', "''", TAG, 'take other characters out; it becomes the value of a tag']]],
  [
    'registry',
    { registry: 'Example Registry' },
    [
      [
        'registry',
        "'Example Registry'",
        '2 to 20 lower case letters, digits and hyphens, a letter first',
        'shorten or respell it; names of resources begin with it',
      ],
    ],
  ],
  [
    'environment',
    { environment: 7 },
    [['environment', '7', '1 to 20 lower case letters, digits and hyphens, a letter first', "e.g. 'production' or 'test'"]],
  ],
  [
    'costCentre',
    { costCentre: 'R&D' },
    [['costCentre', "'R&D'", TAG, 'take other characters out; it becomes the value of a tag']],
  ],
  ['ownerEmail', { ownerEmail: 'me' }, [['ownerEmail', "'me'", 'a mail address', 'give an address that somebody reads']]],
  [
    'a field that is missing',
    { ownerEmail: undefined },
    [['ownerEmail', 'nothing', 'a mail address', 'give an address that somebody reads']],
  ],
  [
    'domain.name',
    { domain: { name: 'https://packages.example.org', zoneName: 'example.org', hostedZoneId: 'Z0123' } },
    [
      [
        'domain.name',
        "'https://packages.example.org'",
        "a host name in lower case, e.g. 'packages.example.org'",
        'write it without https:// and without a slash',
      ],
    ],
  ],
  [
    'domain in another zone',
    { domain: { name: 'packages.example.org', zoneName: 'example.com', hostedZoneId: 'Z0123' } },
    [
      [
        'domain.name',
        "'packages.example.org'",
        "a name in the zone 'example.com'",
        'correct the name or the zone; the zone has to serve the name',
      ],
    ],
  ],
  [
    'domain.certificateArn in another region',
    {
      domain: {
        name: 'packages.example.org',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef',
      },
    },
    [
      [
        'domain.certificateArn',
        "'arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef'",
        'the ARN of an ACM certificate in us-east-1',
        'CloudFront reads certificates from us-east-1 only; request or import it there',
      ],
    ],
  ],
  [
    'domain',
    { domain: 'packages.example.org' },
    [
      [
        'domain',
        "'packages.example.org'",
        '{ name, hostedZoneId, zoneName } or { name, certificateArn }',
        'give the zone when Route 53 serves it, else the certificate',
      ],
    ],
  ],
  [
    'a domain with a zone and a certificate',
    { domain: { name: 'packages.example.org', hostedZoneId: 'Z0123', certificateArn: 'arn' } },
    [
      [
        'domain',
        "{ name: 'packages.example.org', hostedZoneId: 'Z0123', certificateArn: 'arn' }",
        '{ name, hostedZoneId, zoneName } or { name, certificateArn }',
        'give the zone when Route 53 serves it, else the certificate',
      ],
    ],
  ],
  [
    'a domain with a name only',
    { domain: { name: 'packages.example.org' } },
    [
      [
        'domain',
        "{ name: 'packages.example.org' }",
        '{ name, hostedZoneId, zoneName } or { name, certificateArn }',
        'give the zone when Route 53 serves it, else the certificate',
      ],
    ],
  ],
  [
    'a domain with a misspelt certificate',
    { domain: { name: 'packages.example.org', certificateARM: 'arn' } },
    [
      [
        'domain.certificateArn',
        'nothing',
        'the ARN of an ACM certificate in us-east-1',
        'CloudFront reads certificates from us-east-1 only; request or import it there',
      ],
      [
        'domain.certificateARM',
        "'arn'",
        'name, hostedZoneId, zoneName, certificateArn',
        "there is no field 'certificateARM'; did you mean 'certificateArn'?",
      ],
    ],
  ],
  [
    'an ecosystem that is listed twice',
    { ecosystems: ['pypi', 'pypi'] },
    [['ecosystems[1]', "'pypi'", 'each ecosystem once', 'take the second one out']],
  ],
  ['ecosystems', { ecosystems: [] }, [['ecosystems', '[]', 'a list of at least one ecosystem', "write ['pypi']"]]],
  [
    'ecosystems[0]',
    { ecosystems: ['conda'] },
    [
      [
        'ecosystems[0]',
        "'conda'",
        "'pypi', 'cargo', 'composer', 'generic', 'go', 'maven', 'npm', 'rubygems'",
        'take it out; other ecosystems are not supported yet',
      ],
    ],
  ],
  [
    'tiers[0].requests',
    tier({ requests: 5 }),
    [['tiers[0].requests', '5', 'a whole number of requests from 10 to 2000000000', 'set a number of requests in that range']],
  ],
  [
    'tiers[0].windowSeconds',
    tier({ windowSeconds: '60' }),
    [['tiers[0].windowSeconds', "'60'", '60, 120, 300, 600 (seconds)', 'choose one of the windows of AWS WAF']],
  ],
  [
    'tiers[0].mode',
    tier({ mode: 'block' }),
    [
      [
        'tiers[0].mode',
        "'block'",
        "'evaluation' or 'enforcement'",
        "choose 'evaluation' to count only, 'enforcement' to answer 429",
      ],
    ],
  ],
  [
    'tiers[0].name',
    tier({ name: 'Free Tier' }),
    [['tiers[0].name', "'Free Tier'", '1 to 20 lower case letters and digits, a letter first', 'rename the tier']],
  ],
  [
    'tiers[0].audience',
    tier({ audience: '' }),
    [['tiers[0].audience', "''", 'a sentence of 1 to 200 characters', 'say who the tier is for']],
  ],
  [
    'tiers without anonymous',
    tier({ name: 'members' }),
    [['tiers', "0 tiers named 'anonymous'", "exactly one tier named 'anonymous', for requests that claim no other", 'add it']],
  ],
  [
    'a ceiling below a tier',
    { ceiling: { requests: 12_000, windowSeconds: 300 } },
    [
      [
        'tiers[1]',
        '12000 requests in 300 seconds',
        'fewer requests, and fewer a second, than the ceiling of every address: 12000 in 300 seconds',
        'raise the ceiling or lower the limit, or count by token',
      ],
    ],
  ],
  [
    'tiers[0].aggregation',
    tier({ aggregation: 'asn' }),
    [['tiers[0].aggregation', "'asn'", "'address' or 'token'", "choose 'token' where one holder has many machines"]],
  ],
  [
    'tiers[0].refuseBy',
    tier({ refuseBy: 'cdn' }),
    [['tiers[0].refuseBy', "'cdn'", "'function' or 'web-acl'", 'leave it out unless a flood should cost less than it explains']],
  ],
  [
    'tiers[0].message',
    tier({ message: 'Bitte Geduld, später.' }),
    [
      [
        'tiers[0].message',
        "'Bitte Geduld, später.'",
        'a sentence of 1 to 200 ASCII characters, no space at either end',
        'say in one short sentence what helps; leave it out if nothing does',
      ],
    ],
  ],
  [
    'tiers[0].message, too long with all else',
    tier({ message: 'x'.repeat(200) }),
    [
      [
        'tiers[0].message',
        '200 characters',
        'at most 131: the header that tells the edge function takes 255, and 123 say what happened',
        'shorten it',
      ],
    ],
  ],
  [
    'tiers[0].alarmAbove',
    tier({ alarmAbove: -1 }),
    [['tiers[0].alarmAbove', '-1', 'a whole number of requests from 0 to 1000000000', 'set a number of requests in that range']],
  ],
  [
    'customers[0]',
    { customers: [{ holder: 'Acme', tier: 'commercial', requests: 5 }] },
    [
      [
        'customers[0].holder',
        "'Acme'",
        '1 to 63 lower case letters, digits and hyphens, no hyphen first',
        "see 'npx registry token list'",
      ],
      [
        'customers[0].requests',
        '5',
        'a whole number of requests from 10 to 2000000000',
        'set a number of requests in that range',
      ],
    ],
  ],
  [
    'a customer of no tier',
    { customers: [{ holder: 'acme', tier: 'gold' }] },
    [['customers[0].tier', "'gold'", "'community', 'supporter', 'commercial'", 'name the tier that the tokens are of']],
  ],
  [
    'ipv6',
    { ipv6: 'yes' },
    [['ipv6', "'yes'", 'true or false', 'turn it on when clients without IPv4 matter more than exact limits']],
  ],
  [
    'fairUse',
    { fairUse: { mode: 'always', percentOfBytes: 0 } },
    [
      ['fairUse.mode', "'always'", "'evaluation' or 'automatic'", 'leave it out, or read docs/fair-use.md'],
      ['fairUse.percentOfBytes', '0', 'a percentage from 0.1 to 100', 'set what one drawer may have of everything'],
    ],
  ],
  [
    'contributions',
    { contributions: [{ monthlyUsd: 5 }, { tier: 'gold', monthlyUsd: -1 }] },
    [
      [
        'contributions[0]',
        '{ monthlyUsd: 5 }',
        '{ from?, tier?, holder?, monthlyUsd, kind?, public? } with at least one of from, tier and holder',
        'say from whom it is',
      ],
      ['contributions[1].monthlyUsd', '-1', 'a number of US dollars a month, 0 or more', 'estimate it'],
    ],
  ],
  [
    'a contribution for no tier',
    { contributions: [{ tier: 'gold', monthlyUsd: 5 }] },
    [['contributions[0].tier', "'gold'", "'anonymous', 'community', 'supporter', 'commercial'", 'name a tier that there is']],
  ],
  [
    'killSwitches',
    { killSwitches: 1 },
    [['killSwitches', '1', 'true or false', 'turn it on when you want to be ready; it costs $1 a month']],
  ],
  [
    'ceiling',
    { ceiling: 100 },
    [['ceiling', '100', '{ requests, windowSeconds }', 'give both, or leave it out for the default']],
  ],
  [
    'budget',
    { budget: undefined },
    [
      [
        'budget',
        'nothing',
        '{ monthlyUsd, actualPercent?, forecastPercent?, components?, brake?, allowPaid? }',
        'set at least monthlyUsd',
      ],
    ],
  ],
  [
    'budget.monthlyUsd',
    { budget: { monthlyUsd: '50' } },
    [['budget.monthlyUsd', "'50'", 'US dollars a month from 1 to 1000000', 'set what the foundation can pay']],
  ],
  [
    'budget.brake',
    { budget: { monthlyUsd: 50, brake: { mode: 'half', message: 'two\nlines' } } },
    [
      ['budget.brake.mode', "'half'", "'on', 'dry-run' or 'off'", 'leave it out, or read docs/brake.md'],
      [
        'budget.brake.message',
        "'two\\nlines'",
        '1 to 164 visible ASCII characters and spaces, without " and \\',
        'say why and what helps in one sentence',
      ],
    ],
  ],
  [
    'budget.actualPercent',
    { budget: { monthlyUsd: 50, actualPercent: [50, 50] } },
    [['budget.actualPercent', '[ 50, 50 ]', 'a list of percentages, each once', 'write e.g. [50, 80, 100]']],
  ],
  [
    'budget.forecastPercent[1]',
    { budget: { monthlyUsd: 50, forecastPercent: [100, 0] } },
    [['budget.forecastPercent[1]', '0', 'a number of percent from 1 to 1000', 'set a percentage of the budget']],
  ],
  [
    'budget.allowPaid',
    { budget: { monthlyUsd: 50, allowPaid: true } },
    [['budget.allowPaid', 'true', '{ alarms?, dashboards?, ruleGroups? }', 'leave it out; the shipped registry needs none']],
  ],
  [
    'budget.allowPaid.ruleGroups[0]',
    { budget: { monthlyUsd: 50, allowPaid: { alarms: -1, ruleGroups: ['Bot Control'] } } },
    [
      ['budget.allowPaid.alarms', '-1', 'a whole number of alarms from 0 to 1000', 'set a number of alarms in that range'],
      [
        'budget.allowPaid.ruleGroups[0]',
        "'Bot Control'",
        "the name of a rule group, e.g. 'AWSManagedRulesBotControlRuleSet'",
        'copy it from the web ACL',
      ],
    ],
  ],
  [
    'payer',
    { payer: { anomalyUsd: 10 } },
    [['payer.account', 'nothing', "the 12 digits of an AWS account, e.g. '111122223333'", 'write it as a text']],
  ],
  [
    'payer.exportDays',
    { payer: { account: '111122223333', anomalyUsd: 0, exportDays: 31 } },
    [
      ['payer.anomalyUsd', '0', 'a whole number of US dollars from 1 to 1000000', 'set a number of US dollars in that range'],
      ['payer.exportDays', '31', 'a whole number of days from 32 to 3650', 'set a number of days in that range'],
    ],
  ],
  [
    'more notifications than AWS Budgets takes',
    { budget: { monthlyUsd: 50, actualPercent: [10, 20, 30, 100, 110, 125], forecastPercent: [10, 20, 30, 40, 100] } },
    [
      [
        'budget',
        '11 percentages',
        'at most 10 in actualPercent and forecastPercent together (the limit of AWS Budgets)',
        'take some out',
      ],
    ],
  ],
  [
    'a budget that tells nobody',
    { budget: { monthlyUsd: 50, actualPercent: [], forecastPercent: [], brake: { mode: 'off' } } },
    [['budget', '0 percentages', 'at least 1 in actualPercent or forecastPercent', 'say when somebody is told']],
  ],
  [
    'a budget that does not tell what the brake acts upon',
    { budget: { monthlyUsd: 50, actualPercent: [50, 100], forecastPercent: [80] } },
    [
      [
        'budget.actualPercent',
        '[ 50, 100 ]',
        '100, 110, and 125 among them, at which the brake moves (docs/brake.md)',
        "add 110 and 125, or set budget.brake.mode to 'off'",
      ],
      [
        'budget.forecastPercent',
        '[ 80 ]',
        '100 among them, at which the brake moves (docs/brake.md)',
        "add 100, or set budget.brake.mode to 'off'",
      ],
    ],
  ],
  [
    'budget.components',
    { budget: { monthlyUsd: 50, components: { delivery: 0, wages: 5 } } },
    [
      ['budget.components.delivery', '0', 'US dollars a month from 1 to 1000000', 'set what the component may cost'],
      [
        'budget.components.wages',
        '5',
        'storage, delivery, intake, tiers, cost, analytics, operations',
        "there is no field 'wages'; take it out",
      ],
    ],
  ],
  [
    'budget.scope',
    { budget: { monthlyUsd: 50, scope: 'tag' } },
    [['budget.scope', "'tag'", "'account'", 'leave it out; budgets on parts of the account are budget.components']],
  ],
  [
    'delivery.plan',
    { delivery: { plan: 'free' } },
    [
      [
        'delivery.plan',
        "'free'",
        "'pay-as-you-go', 'pro', 'business' or 'premium'",
        'choose one; the free plan has neither access logs nor a key-value store',
      ],
    ],
  ],
  [
    'a usage level that has no public price',
    { delivery: { plan: 'premium', usageLevel: 'CF_PREMIUM_L7' } },
    [
      [
        'delivery.usageLevel',
        "'CF_PREMIUM_L7'",
        "'DEFAULT', 'CF_PREMIUM_L2', 'CF_PREMIUM_L3', 'CF_PREMIUM_L4', 'CF_PREMIUM_L5', 'CF_PREMIUM_L6'",
        'choose one, or leave it out; AWS sells higher ones by contract only',
      ],
    ],
  ],
  [
    'a usage level of a plan that has none',
    { delivery: { plan: 'pro', usageLevel: 'CF_PREMIUM_L2' } },
    [
      [
        'delivery.usageLevel',
        "'CF_PREMIUM_L2'",
        "nothing beside the plan 'pro'; only 'premium' has levels",
        "leave it out, or set delivery.plan to 'premium'",
      ],
    ],
  ],
  [
    'approval of what nobody approves',
    { delivery: { approved: true } },
    [['delivery.approved', 'true', 'nothing beside pay-as-you-go, which nobody approves', 'leave it out, or set delivery.plan']],
  ],
  [
    'delivery.priceClass',
    { delivery: { priceClass: '100' } },
    [
      [
        'delivery.priceClass',
        "'100'",
        "'PriceClass_100', 'PriceClass_200' or 'PriceClass_All'",
        'choose one; more places cost more a byte',
      ],
    ],
  ],
  [
    'storage.lockDays',
    { storage: { lockDays: 0 } },
    [['storage.lockDays', '0', 'a whole number of days from 1 to 36500', 'set a number of days in that range']],
  ],
  [
    'storage.logDays',
    { storage: { logDays: 1.5 } },
    [['storage.logDays', '1.5', 'a whole number of days from 40 to 3650', 'set a number of days in that range']],
  ],
  [
    'a publisher of an ecosystem that is not enabled',
    publisher({ ecosystem: 'npm' }),
    [['publishers[0].ecosystem', "'npm'", "'pypi'", "write one that 'ecosystems' lists, or add it there"]],
  ],
  [
    'a project name that is not normalised',
    publisher({ project: 'My_Project' }),
    [
      [
        'publishers[0].project',
        "'My_Project'",
        'a project name that the intake takes, in the normalised form of pypi',
        "write 'my-project'",
      ],
    ],
  ],
  [
    'a publisher without signer',
    publisher({ identities: [] }),
    [
      [
        'publishers[0]',
        "{ ecosystem: 'pypi', project: 'demo', identities: [] }",
        'at least one identity or key',
        'say who signs: identities: [{ identity, issuer }] or keys: [{ name, publicKeyFile }]',
      ],
    ],
  ],
  [
    'an identity with a wildcard',
    publisher({ identities: [{ ...GITHUB, identity: 'https://github.com/example-foundation/*' }] }),
    [
      [
        'publishers[0].identities[0].identity',
        "'https://github.com/example-foundation/*'",
        'one exact identity, without wildcards or spaces',
        'name the workflow file and the ref in full; identities are compared exactly',
      ],
    ],
  ],
  [
    'an issuer that is no https address',
    publisher({ identities: [{ ...GITHUB, issuer: 'http://issuer.example' }] }),
    [
      [
        'publishers[0].identities[0].issuer',
        "'http://issuer.example'",
        'one exact https:// address without a slash at the end',
        "e.g. 'https://token.actions.githubusercontent.com' for GitHub Actions",
      ],
    ],
  ],
  [
    'a key without a key',
    publisher({ keys: [{ name: 'k' }] }),
    [['publishers[0].keys[0]', "{ name: 'k' }", 'exactly one of publicKeyFile and publicKeyPem', 'give one of them']],
  ],
  [
    'a key that is never valid',
    publisher({ keys: [{ name: 'k', publicKeyFile: 'k.pem', from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }] }),
    [
      [
        'publishers[0].keys[0].to',
        "'2026-01-01T00:00:00Z'",
        "a time after 'from', 2026-02-01T00:00:00Z",
        'set a later time, or take it out',
      ],
      [
        'publishers[0].keys[0].publicKeyFile',
        "'k.pem' (there is no such file)",
        'the path of a file, relative to the configuration file',
        'correct the path',
      ],
    ],
  ],
  [
    'a time without a zone',
    publisher({ keys: [{ name: 'k', publicKeyPem: 'x', from: '2026-02-01' }] }),
    [
      [
        'publishers[0].keys[0].from',
        "'2026-02-01'",
        "a time in UTC as ISO 8601, e.g. '2026-01-31T00:00:00Z'",
        'write it in that form',
      ],
      [
        'publishers[0].keys[0].publicKeyPem',
        'a text that is no public key',
        'a public key in PEM: ECDSA P-256 or Ed25519',
        "e.g. the output of 'openssl pkey -pubout' for such a key",
      ],
    ],
  ],
  [
    'everything about a key at once, whatever else is wrong with its publisher',
    publisher({ identities: 'me', keys: [{ name: '-', publicKeyFile: 'k.pem' }, { name: 'k' }] }),
    [
      ['publishers[0].identities', "'me'", 'a list of { identity, issuer }', 'write [{ identity, issuer }]'],
      ['publishers[0].keys[0].name', "'-'", '1 to 64 letters, digits and ._-', 'rename the key'],
      ['publishers[0].keys[1]', "{ name: 'k' }", 'exactly one of publicKeyFile and publicKeyPem', 'give one of them'],
      [
        'publishers[0].keys[0].publicKeyFile',
        "'k.pem' (there is no such file)",
        'the path of a file, relative to the configuration file',
        'correct the path',
      ],
    ],
  ],
  [
    'two keys of one name',
    publisher({ keys: [KEY, { ...KEY, name: 'other' }, KEY] }),
    [
      [
        'publishers[0].keys[2].name',
        "'k'",
        'a name that no other key of the publisher has',
        'rename one of them; records tell keys by their names',
      ],
    ],
  ],
  [
    'an identity with a ref, and refs too',
    publisher({ identities: [{ ...GITHUB, refs: 'tags' }] }),
    [
      [
        'publishers[0].identities[0].identity',
        `'${GITHUB.identity}'`,
        "the path of a workflow without '@' and a ref, because 'refs' says which",
        "cut it before the '@', or take 'refs' out",
      ],
    ],
  ],
  [
    'an identity that is never valid, of an instance that nobody knows',
    publisher({ identities: [{ ...GITHUB, from: '2026-02-01T00:00:00Z', to: '2026-02-01T00:00:00Z', instance: 'internal' }] }),
    [
      ['publishers[0].identities[0].instance', "'internal'", "'public-good'", 'name one of them, or add it to signing.instances'],
      [
        'publishers[0].identities[0].to',
        "'2026-02-01T00:00:00Z'",
        "a time after 'from', 2026-02-01T00:00:00Z",
        'set a later time, or take it out',
      ],
    ],
  ],
  [
    'more signatures than signers',
    publisher({ identities: [GITHUB], signatures: 2 }),
    [['publishers[0].signatures', '2', 'at most the number of signers, 1', 'lower it, or add signers; each counts once']],
  ],
  [
    'signing.trustedRoot',
    { signing: { trustedRoot: 'mine.json' } },
    [
      [
        'signing.trustedRoot',
        "'mine.json'",
        "'public-good' or { file: 'trusted-root.json' }",
        "leave it out to trust Sigstore's public instance",
      ],
    ],
  ],
  [
    'limits.maxFileBytes',
    { limits: { maxFileBytes: '100 MB' } },
    [['limits.maxFileBytes', "'100 MB'", 'a whole number of bytes from 1 to 1000000000', 'set a number of bytes in that range']],
  ],
  [
    'files that are larger than what they may unpack to',
    { limits: { maxUnpackedBytes: 99_999_999 } },
    [['limits.maxUnpackedBytes', '99999999', 'at least maxFileBytes, 100000000', 'raise it, or lower maxFileBytes']],
  ],
  [
    'limits.maxRatio',
    { limits: { maxRatio: 5_000 } },
    [['limits.maxRatio', '5000', 'a number from 1 to 1032', 'DEFLATE cannot pack tighter than 1 to 1032; set less']],
  ],
  ['traffic.hitRatio', { traffic: { hitRatio: 90 } }, [['traffic.hitRatio', '90', 'a number from 0 to 1', 'write 90 % as 0.9']]],
  [
    'traffic.storedGb',
    { traffic: { storedGb: -1 } },
    [['traffic.storedGb', '-1', 'a number of gigabytes, 0 or more', 'estimate it']],
  ],
  [
    "a tag of the registry's own",
    { tags: { tier: 'gold' } },
    [['tags.tier', "'gold'", TAG_KEYS, 'choose another key; the registry sets its own']],
  ],
  [
    "a tag of the registry's own in another case",
    { tags: { Component: 'x' } },
    [['tags.Component', "'x'", TAG_KEYS, 'choose another key; the registry sets its own']],
  ],
  [
    'two tags that differ in case only',
    { tags: { team: 'a', Team: 'b' } },
    [
      [
        'tags.Team',
        "'b'",
        'keys that differ in more than upper and lower case: AWS IAM takes those for the same',
        'keep one of them',
      ],
    ],
  ],
  [
    'a tag that is no text',
    { tags: { team: 7 } },
    [['tags.team', '7', TAG, 'take other characters out; it becomes the value of a tag']],
  ],
  [
    'a misspelt field',
    { storage: { lockdays: 10 } },
    [['storage.lockdays', '10', 'lockDays, logDays, replica', "there is no field 'lockdays'; did you mean 'lockDays'?"]],
  ],
  [
    'a field that is like no other',
    { storage: { region: 'eu' } },
    [['storage.region', "'eu'", 'lockDays, logDays, replica', "there is no field 'region'; take it out"]],
  ],
];

test.each(CASES)('refuses %s', (_, changes, problems) => {
  expect(refusalOf(changes)).toEqual(problems.map((texts) => problem(...texts)));
});

test('refuses a project that is listed twice, whoever signs it', () => {
  const [entry] = publisher({}).publishers;
  expect(refusalOf({ publishers: [entry, { ...entry, project: 'other' }, entry] })).toEqual([
    problem(
      'publishers[2].project',
      "'demo'",
      'one entry for each project; publishers[0] has this one',
      'list all identities and keys of a project in one entry',
    ),
  ]);
});

test('refuses a project name that the intake would refuse at every upload', () => {
  const [text] = refusalOf(publisher({ project: 'con' }));
  expect(text).toContain("publishers[0].project\n  got: 'con'\n");
  expect(text).toContain('change: rename the project: The project name is not allowed');
});

test('lists all problems at once, those of one field and those between fields', () => {
  const texts = refusalOf({
    registry: 'X',
    budgets: {},
    delivery: { plan: 'free' },
    ...tier({ name: 'members' }),
    publishers: [{ ecosystem: 'pypi', project: 'Six', identities: 'me' }],
    tags: { 'aws:x': 'y' },
  });
  expect(texts.map((text) => text.split('\n')[0])).toEqual([
    'registry',
    'delivery.plan',
    'publishers[0].identities',
    'budgets',
    'tiers',
    'publishers[0].project',
    'tags["aws:x"]',
  ]);
});

test('says how many problems which file has', () => {
  expect(() => validateConfig({ ...MINIMAL, ownerEmail: 1, registry: 2 }, 'my.config.ts')).toThrow(
    new ConfigError('my.config.ts', [
      {
        path: ['registry'],
        got: '2',
        allowed: '2 to 20 lower case letters, digits and hyphens, a letter first',
        change: 'shorten or respell it; names of resources begin with it',
      },
      { path: ['ownerEmail'], got: '1', allowed: 'a mail address', change: 'give an address that somebody reads' },
    ]),
  );
});

test.each([[undefined], [null], ['text'], [[]]])('refuses %p in place of a configuration', (raw) => {
  const [text] = refusal(raw);
  expect(text).toContain('(the whole file)');
  expect(text).toContain('allowed: an object with foundation, registry, ');
});

test.each<[string, unknown]>([
  ['a function', () => MINIMAL],
  ['a Promise', Promise.resolve(MINIMAL)],
])('refuses %s in place of a configuration, as one problem', (got, raw) => {
  expect(refusal(raw)).toEqual([
    problem(
      '(the whole file)',
      got,
      'export default defineConfig({ … })',
      'export the configuration itself; it is read at once, nothing is called or awaited',
    ),
  ]);
});

/** Every path of the schema at which a value can stand, with one of each list and record. */
function paths(at: z.core.$ZodType, path: (string | number)[] = []): (string | number)[][] {
  const { innerType } = at._zod.def as { innerType?: z.core.$ZodType };
  if (innerType) return paths(innerType, path);
  if (at instanceof z.ZodUnion) return [path, ...at.options.flatMap((option) => paths(option, path))];
  if (at instanceof z.ZodArray) return [path, ...paths(at.element, [...path, 0])];
  if (at instanceof z.ZodRecord) return [path, ...paths(at.valueType, [...path, 'key'])];
  if (at instanceof z.ZodObject)
    return [path, ...Object.entries(at.shape).flatMap(([key, child]) => paths(child as z.core.$ZodType, [...path, key]))];
  return [path];
}

/** A configuration that is malformed at one path. */
const malformedAt = (path: readonly (string | number)[]): unknown =>
  path.reduceRight<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), Symbol('wrong'));

test.each(paths(schema).map((path) => [path]))('every field says what is allowed and what to change: %j', (path) => {
  const texts = refusal(malformedAt(path)).filter((text) => text.includes('Symbol(wrong)'));
  expect(texts).not.toEqual([]);
  for (const text of texts) expect(text).toMatch(/\n {2}allowed: \S.{2,}\n {2}change: \S.{2,}$/);
});

test('whatever is in the file, the answer is a configuration or a list of problems', () => {
  const field = fc.constantFrom(...paths(schema).flat().map(String), 'x');
  fc.assert(
    fc.property(fc.dictionary(field, fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true })), (changes) => {
      expect(refusal({ ...MINIMAL, ...changes })).toEqual(expect.any(Array));
    }),
    { numRuns: 300 },
  );
});

describe('values are printed', () => {
  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [null, 'null'],
    ["it's", '"it\'s"'],
    ['a\nb', "'a\\nb'"],
    ['safe\u202Etxt.exe', "'safe\\u{202e}txt.exe'"],
    [10n, '10n'],
    [{ a: { b: { c: 1 } } }, '{ a: { b: [Object] } }'],
    [[1, 2, 3, 4, 5, 6], '[ 1, 2, 3, 4, 5, ... 1 more item ]'],
  ])('%p', (value, text) => {
    expect(print(value)).toBe(text);
  });

  test('on one line of at most 201 characters, without anything that could steer a terminal', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const text = print(value);
        expect(text.length).toBeLessThanOrEqual(201);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

test('the file that is named in messages is the one that was asked for', () => {
  expect(() => validateConfig({}, FILE)).toThrow(`${FILE} has 5 problems:`);
});
