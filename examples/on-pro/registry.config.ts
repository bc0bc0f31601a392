// A small foundation on CloudFront's flat-rate plan Pro: $16 a month whatever is drawn, up to 10 million requests and 50 TB.
import { defineConfig } from '../../lib/config';

export default defineConfig({
  foundation: 'Example Foundation',
  registry: 'flat',
  costCentre: 'infrastructure',
  ownerEmail: 'infrastructure@foundation.example',
  domain: { name: 'packages.foundation.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'foundation.example' },
  // The plan waits until somebody approves it: npx registry doctor says how. docs/plans.md has what each plan takes.
  delivery: { plan: 'pro' }, // with `approved: true` once it is: alarms watch what is billed until then
  budget: { monthlyUsd: 20 },
  traffic: { terabytesPerMonth: 2, millionRequestsPerMonth: 9, hitRatio: 0.95, storedGb: 40, publishesPerMonth: 50 },
  access: { operators: ['arn:aws:iam::111122223333:user/olga'] },
  publishers: [
    {
      ecosystem: 'pypi',
      project: 'commons-demo',
      identities: [
        {
          identity: 'https://github.com/example-foundation/packages/.github/workflows/release.yml@refs/heads/main',
          issuer: 'https://token.actions.githubusercontent.com',
        },
      ],
    },
  ],
});
