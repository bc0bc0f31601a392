/** Codes, cases and docs/errors.md: none without the others. */
import { readFileSync } from 'node:fs';
import { REFUSALS } from '../../domain/contracts/refusals';
import { CASES } from './cases';

const CODES = Object.keys(REFUSALS).sort();
const LINES = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `(\w+)` \| (.*) \| (.*) \| (.*) \|$/gm)];

test('every code has a hostile case', () => {
  expect([...new Set<string>(CASES.map(({ code }) => code))].sort()).toEqual(CODES);
});

test('every code has a line in docs/errors.md, and every line a code', () => {
  expect(LINES.map(([, code]) => code).sort()).toEqual(CODES);
});

test('every line says what it means, what to do, and who can', () => {
  for (const [, code, meaning, remedy, who] of LINES) {
    const known = REFUSALS[code as keyof typeof REFUSALS];
    expect([meaning, remedy]).toEqual([known.meaning, known.remedy]);
    expect(who).toContain(known.mendedBy === 'either' ? 'the publisher, or the operator' : `the ${known.mendedBy}`);
  }
});
