// A foundation that serves 10 TB a month: documents from one host, paid for by use, and files from another on a flat-rate plan.
import { defineConfig } from '../../lib/config';

export default defineConfig({
  foundation: 'Example Foundation',
  registry: 'wide',
  costCentre: 'CC-1042',
  ownerEmail: 'infrastructure@foundation.example',

  domain: { name: 'packages.foundation.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'foundation.example' },
  ecosystems: ['pypi', 'npm', 'cargo'],

  // Documents are many and small, so they are paid for by use; files are few and large, so a plan includes them.
  // `serve` and `approved` only once the plan is approved and `npx registry reindex` has run: docs/plans.md#several-hosts
  delivery: { split: { files: { plan: 'pro', approved: true, name: 'files.foundation.example' }, stage: 'serve' } },
  budget: { monthlyUsd: 75 },
  // 14.4 million of these requests are for documents, which leaves 9.6 million for files: Pro includes 10.
  traffic: {
    terabytesPerMonth: 10,
    millionRequestsPerMonth: 24,
    hitRatio: 0.95,
    storedGb: 100,
    publishesPerMonth: 200,
    index: { share: 0.6, kib: 20 },
  },

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
