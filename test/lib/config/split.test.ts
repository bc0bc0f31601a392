import { validateConfig } from '../../../lib/config/load';
import { MINIMAL } from './minimal';

const FILE = 'registry.config.ts';
const ARN = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000';
const ZONE = { name: 'packages.example.org', hostedZoneId: 'Z0123456789', zoneName: 'example.org' };
const withFiles = (files: object, rest: object = {}) => ({ ...MINIMAL, ...rest, delivery: { split: { files } } });
const problemsOf = (raw: unknown): string => {
  try {
    validateConfig(raw, FILE);
    return '';
  } catch (error) {
    return String(error);
  }
};

test.each([
  ['no name', withFiles({ plan: 'pro' })],
  ['a name in the zone of the index', withFiles({ plan: 'pro', name: 'files.example.org' }, { domain: ZONE })],
  ['a name with a certificate', withFiles({ plan: 'business', name: 'files.example.net', certificateArn: ARN })],
  ['hosts beside it, with one certificate', withFiles({ plan: 'pro', hosts: 3, name: 'files.example.net', certificateArn: ARN })],
  ['an approved plan', withFiles({ plan: 'pro', approved: true })],
  ['a level of premium', withFiles({ plan: 'premium', usageLevel: 'CF_PREMIUM_L3' })],
])('the files host may have %s', (_, raw) => {
  expect(validateConfig(raw, FILE).delivery.split).toEqual({
    files: { hosts: 1, ...raw.delivery.split.files },
    stage: 'prepare',
  });
});

test.each([
  ['pay-as-you-go', withFiles({ plan: 'pay-as-you-go' }), 'delivery.split.files.plan'],
  [
    'a level of another plan',
    withFiles({ plan: 'pro', usageLevel: 'CF_PREMIUM_L3' }),
    "nothing beside the plan 'pro'; only 'premium' has levels",
  ],
  ['a name without certificate', withFiles({ plan: 'pro', name: 'files.example.org' }), 'a name beside its certificate'],
  [
    'a name out of the zone',
    withFiles({ plan: 'pro', name: 'files.example.net' }, { domain: ZONE }),
    "a name in the zone 'example.org', or one beside its certificate",
  ],
  ['the name of the index', withFiles({ plan: 'pro', name: ZONE.name }, { domain: ZONE }), 'another name than that of the index'],
  [
    'a name after which a further host would be called as the index is',
    withFiles({ plan: 'pro', hosts: 2, name: 'files.example.org' }, { domain: { ...ZONE, name: 'files-2.example.org' } }),
    'another name than that of the index',
  ],
  [
    'a name that leaves no room for that of a further host',
    withFiles({ plan: 'pro', hosts: 2, name: `${'f'.repeat(62)}.example.org` }, { domain: ZONE }),
    "a name whose first label has room for '-2' within 63 characters",
  ],
  ['more hosts than five', withFiles({ plan: 'pro', hosts: 6 }), 'a whole number from 1 to 5'],
  ['no host', withFiles({ plan: 'pro', hosts: 0 }), 'a whole number from 1 to 5'],
  ['a certificate for nothing', withFiles({ plan: 'pro', certificateArn: ARN }), 'a certificate beside a name'],
  [
    'no ecosystem that is split',
    withFiles({ plan: 'pro' }, { ecosystems: ['maven', 'go'] }),
    'a split where one of pypi, npm, composer, cargo, generic is served',
  ],
])('the files host may not have %s', (_, raw, allowed) => {
  expect(problemsOf(raw)).toContain(allowed);
});
