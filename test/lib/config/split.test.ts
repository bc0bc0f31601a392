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
  ['a level of premium', withFiles({ plan: 'premium', usageLevel: 'CF_PREMIUM_L3' })],
])('the files host may have %s', (_, raw) => {
  expect(validateConfig(raw, FILE).delivery.split).toEqual({ ...raw.delivery.split, stage: 'prepare' });
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
  ['a certificate for nothing', withFiles({ plan: 'pro', certificateArn: ARN }), 'a certificate beside a name'],
  [
    'no ecosystem that is split',
    withFiles({ plan: 'pro' }, { ecosystems: ['maven', 'go'] }),
    'a split where one of pypi, npm, composer, cargo, generic is served',
  ],
])('the files host may not have %s', (_, raw, allowed) => {
  expect(problemsOf(raw)).toContain(allowed);
});
