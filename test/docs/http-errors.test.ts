import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HTTP_ERRORS } from '../../domain/contracts/http-errors';

test('docs/http-errors.md lists every error with its status, what happened and what to do', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'http-errors.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows).toEqual(
    Object.entries(HTTP_ERRORS).map(
      ([code, { status, meaning, remedy }]) => `| \`${code}\` | ${status} | ${meaning} | ${remedy} |`,
    ),
  );
});
