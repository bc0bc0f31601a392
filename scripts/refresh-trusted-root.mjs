// Writes domain/signing/trusted-root.public-good.json: the trusted root of Sigstore's public instance, out of @sigstore/tuf.
// Sigstore opens a new log about once a year, and then a shipped root refuses new bundles: npm i -E -D @sigstore/tuf@latest,
// then run this. `--check` writes nothing, prints the newest start of validity, and exits 1 with what differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const FILE = 'domain/signing/trusted-root.public-good.json';

/** The trusted root inside the package, with the date and uri of each part still as published. */
function rootFromPackage() {
  const seeds = createRequire(import.meta.url)
    .resolve('@sigstore/tuf')
    .replace(/dist\/index\.js$/, 'seeds.json');
  const [repository] = Object.values(JSON.parse(readFileSync(seeds, 'utf8')));
  return JSON.parse(Buffer.from(repository.targets['trusted_root.json'], 'base64').toString());
}

/** The parts of a root, one line each: list, address, start of validity. */
const partsOf = (root) =>
  ['tlogs', 'ctlogs', 'certificateAuthorities', 'timestampAuthorities'].flatMap((list) =>
    root[list].map((part) => `${list} ${part.baseUrl ?? part.uri} since ${(part.publicKey ?? part).validFor.start}`),
  );

/** What one root has and the other lacks, in words; a part that changed otherwise counts as well. */
function differences(shipped, published) {
  const [ours, theirs] = [partsOf(shipped), partsOf(published)];
  const named = [
    ...theirs.filter((part) => !ours.includes(part)).map((part) => `missing: ${part}`),
    ...ours.filter((part) => !theirs.includes(part)).map((part) => `no longer published: ${part}`),
  ];
  const same = JSON.stringify(shipped) === JSON.stringify(published);
  return named.length || same ? named : ['the same parts with other keys, certificates or ends of validity'];
}

const published = rootFromPackage();
if (process.argv.includes('--check')) {
  const shipped = JSON.parse(readFileSync(FILE, 'utf8'));
  const found = differences(shipped, published);
  const newest = partsOf(shipped)
    .map((part) => part.split(' since ')[1])
    .sort()
    .at(-1);
  console.log(`${FILE}: newest start of validity ${newest}`);
  for (const line of found) console.error(line);
  if (found.length) console.error('run: node scripts/refresh-trusted-root.mjs');
  process.exit(found.length ? 1 : 0);
}
writeFileSync(FILE, `${JSON.stringify(published, null, 2)}\n`);
console.log(`${FILE} written, ${partsOf(published).length} parts`);
