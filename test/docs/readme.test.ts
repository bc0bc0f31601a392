/** Holds what README.md says in its own words against what the code knows. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import prices from '../../domain/cost/prices.json';

const ROOT = resolve(__dirname, '../..');
const TEXT = readFileSync(join(ROOT, 'README.md'), 'utf8').replace(/\s+/g, ' ');

const price = (id: string): number => {
  const found = prices.find((one) => one.id === id);
  if (!found) throw new Error(`prices.json has no price '${id}'`);
  return found.price;
};

test('requests cost what prices.json says, in both regions', () => {
  const [america, europe] = ['us_mx_ca', 'eu_il_tr'].map((region) => price(`cloudfront.https.${region}`).toFixed(3));
  expect(TEXT).toContain(`per 10,000 requests $${america} (North America) or $${europe} (Europe)`);
});

test('the files it points to are there', () => {
  const files = [...TEXT.matchAll(/\]\(([^):]+)\)/g)].map(([, file]) => file!);
  expect(files).toContain('docs/tokens.md');
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
