// A foundation that serves 10 TB a month in responses of 250 KiB, 3 in 10 of them documents: files from three hosts, each on a plan of its
// own. The first row of the comparison in README.md is this layout.
import { defineConfig } from '../../lib/config';

export default defineConfig({
  foundation: 'Example Foundation',
  registry: 'wider',
  costCentre: 'CC-1042',
  ownerEmail: 'infrastructure@foundation.example',

  domain: { name: 'packages.foundation.example', hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'foundation.example' },
  ecosystems: ['pypi', 'npm', 'composer', 'generic'],

  // files.foundation.example, files-2.foundation.example and files-3.foundation.example. `serve` and `approved` only once all three plans
  // are approved and `npx registry reindex` has run: docs/plans.md#several-hosts
  delivery: { split: { files: { plan: 'pro', hosts: 3, approved: true, name: 'files.foundation.example' }, stage: 'serve' } },
  budget: { monthlyUsd: 80 },
  // 30 million of these requests are for files, 10 for each host: Pro includes as many.
  traffic: {
    terabytesPerMonth: 10,
    millionRequestsPerMonth: (10 * 2 ** 30) / 250 / 1e6,
    hitRatio: 0.9,
    storedGb: 20,
    publishesPerMonth: 50,
    regions: { us_mx_ca: 0.4, eu_il_tr: 0.35, jp: 0.08, apac: 0.08, au_nz: 0.04, in: 0.03, sa: 0.02 },
    index: { share: 0.302, kib: 20 },
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
