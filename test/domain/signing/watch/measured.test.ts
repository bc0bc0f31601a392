import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, rateRows, readHistories } from '../../../../scripts/measure-watch';

test('docs/watch.md tells what the rules find on real histories', () => {
  const text = readFileSync(join(__dirname, '../../../../docs/watch.md'), 'utf8');
  const table = text.split('\n').filter((line) => /^\| `[a-z-]+` \| \d+ \|/.test(line));
  expect(table).toEqual(rateRows(measure(readHistories())));
});
