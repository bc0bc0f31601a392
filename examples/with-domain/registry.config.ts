// A foundation with a domain, four tiers of its own, a pinned key for one project, and files kept locked for three years.
import { defineConfig } from '../../lib/config';

export default defineConfig({
  foundation: 'Example Foundation',
  registry: 'packages',
  costCentre: 'CC-1042',
  ownerEmail: 'infrastructure@foundation.example',

  // Route 53 serves the zone, so the certificate is made and renewed by the stack. With DNS elsewhere give
  // { name, certificateArn } of a certificate in us-east-1 instead.
  domain: { name: 'packages.foundation.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'foundation.example' },

  // Requests of one client, an address or a token. `evaluation` counts what is over the limit, `enforcement` answers it with 429.
  tiers: [
    {
      name: 'anonymous',
      audience: 'Everybody without a token.',
      requests: 6_000,
      windowSeconds: 300,
      mode: 'enforcement',
      price: 'Free.',
    },
    {
      name: 'community',
      audience: 'Open-source projects with a free token.',
      requests: 12_000,
      windowSeconds: 300,
      mode: 'enforcement',
      message: 'Your project can have more for the asking.',
      price: 'Free, for the asking.',
    },
    {
      name: 'member',
      audience: 'Member organisations.',
      requests: 20_000,
      windowSeconds: 300,
      aggregation: 'token',
      mode: 'evaluation',
      price: 'With membership.',
    },
    {
      name: 'partner',
      audience: 'Companies with an agreement.',
      requests: 50_000,
      windowSeconds: 300,
      aggregation: 'token',
      mode: 'evaluation',
      price: 'From $500 a year; ask us.',
      // Who pays should not find the limit first.
      alarmAbove: 0,
    },
  ],
  ceiling: { requests: 25_000, windowSeconds: 300 },
  // One partner with a limit of its own, which is enforced already.
  customers: [{ holder: 'big-builds', tier: 'partner', requests: 100_000, mode: 'enforcement', message: 'Call your contact.' }],
  // Ready to shut out countries and networks at run time.
  killSwitches: true,

  // Ten alarms are free; the partner's is the eleventh, for $0.10 a month.
  budget: { monthlyUsd: 400, actualPercent: [25, 50, 75, 100, 110, 125], forecastPercent: [100, 150], allowPaid: { alarms: 1 } },
  // The account that pays, for a cost category, a mail about anomalies, and the bill as files; here the registry's own.
  payer: { account: '111122223333', anomalyUsd: 20 },
  delivery: { priceClass: 'PriceClass_All' },
  storage: { lockDays: 1_095, logDays: 60 },
  traffic: { terabytesPerMonth: 5, millionRequestsPerMonth: 20, hitRatio: 0.95, storedGb: 200, publishesPerMonth: 300 },
  tags: { team: 'infrastructure' },

  // People, each an IAM user with an MFA device: who gives commands, and who may delete a locked file when a court says so.
  access: {
    operators: ['arn:aws:iam::111122223333:user/olga', 'arn:aws:iam::111122223333:user/omar'],
    breakGlass: ['arn:aws:iam::111122223333:user/olga'],
    // The account has this provider already; the stack makes the others.
    oidcProviders: { 'https://gitlab.com': 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
  },

  publishers: [
    {
      ecosystem: 'pypi',
      project: 'commons-demo',
      // Which job may upload, without any secret; who must have signed stands below.
      pipelines: [
        {
          ci: 'github',
          repository: 'example-foundation/packages',
          workflow: '.github/workflows/release.yml',
          ref: 'refs/heads/main',
          environment: 'release',
        },
        { ci: 'gitlab', project: 'example-foundation/packages', branch: 'main' },
        { ci: 'oidc', issuer: 'https://ci.foundation.example', subject: 'job:packages:release', audience: 'commons-registry' },
      ],
      people: ['arn:aws:iam::111122223333:user/paula'],
      identities: [
        {
          identity: 'https://github.com/example-foundation/packages/.github/workflows/release.yml@refs/heads/main',
          issuer: 'https://token.actions.githubusercontent.com',
        },
      ],
    },
    // A project that is released from a machine without network identity: its key is pinned, from the day it came into use.
    {
      ecosystem: 'pypi',
      project: 'six',
      keys: [{ name: 'six-release-2026', publicKeyFile: 'keys/six-release-2026.pem', from: '2026-01-01T00:00:00Z' }],
    },
  ],
});
