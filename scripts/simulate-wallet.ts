// Writes docs/denial-of-wallet.md and its plot: attacks on the foundation's money against alarms and brake, in simulated time.
import { writeFileSync } from 'node:fs';
import { walletDocument } from '../test/wallet/document';
import { plot } from '../test/wallet/plot';
import { results } from '../test/wallet/results';
import { shipped } from '../test/wallet/scenarios';

async function main(): Promise<void> {
  const all = await results(shipped());
  writeFileSync('docs/denial-of-wallet.svg', plot(all));
  writeFileSync('docs/denial-of-wallet.md', walletDocument(all));
  console.log('wrote docs/denial-of-wallet.md and docs/denial-of-wallet.svg');
}

void main();
