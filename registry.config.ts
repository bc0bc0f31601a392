// The one file a foundation edits. This is a small foundation without a domain of its own: the registry answers under the name
// that CloudFront gives. Every field is described in lib/config/schema.ts; examples/with-domain shows more of them.
import { defineConfig } from './lib/config';

// Who may sign: the release workflow of one repository, on its main branch, and nothing else.
const identities = [
  {
    identity: 'https://github.com/example-foundation/packages/.github/workflows/release.yml@refs/heads/main',
    issuer: 'https://token.actions.githubusercontent.com',
  },
];

export default defineConfig({
  foundation: 'Example Foundation',
  registry: 'example',
  costCentre: 'infrastructure',
  ownerEmail: 'infrastructure@foundation.example',

  // What the foundation can pay in a month: mails go out at 50, 80 and 100 percent, and when the forecast passes 100.
  budget: { monthlyUsd: 50 },

  // Expected use, for the cost estimate.
  traffic: { terabytesPerMonth: 1, millionRequestsPerMonth: 4, hitRatio: 0.9, storedGb: 20, publishesPerMonth: 50 },

  // Who may publish what. The two demos are this repository's own (demo/); `six` and `packaging` show third-party projects.
  publishers: [
    ...['commons-demo', 'commons-demo-dep', 'six', 'packaging'].map((project) => ({
      ecosystem: 'pypi' as const,
      project,
      identities,
    })),
    // Released by others, whose signature was made on Sigstore's public instance: `npm start` verifies it like the real registry.
    {
      ecosystem: 'pypi',
      project: 'pypi-attestation-models',
      identities: [
        {
          identity: 'https://github.com/trailofbits/pypi-attestation-models/.github/workflows/release.yml@refs/tags/v0.0.4a2',
          issuer: 'https://token.actions.githubusercontent.com',
          instance: 'public-good',
        },
      ],
    },
  ],
});
