/**
 * Undoing the log's own percent-encoding and the client's, with `replace` alone: `url_decode` throws in Trino on `100%`, and turns
 * `+` into a space. Characters beyond ASCII and control characters stay as they are written.
 */
import { part, replaced } from './text';

/** What CloudFront escapes of printable ASCII. The percent sign comes last, so that nothing is decoded twice. */
const LOG_ESCAPES = [
  ['%20', ' '],
  ['%22', '"'],
  ['%23', '#'],
  ['%27', "'"],
  ['%3C', '<'],
  ['%3E', '>'],
  ['%5B', '['],
  ['%5C', '\\'],
  ['%5D', ']'],
  ['%5E', '^'],
  ['%60', '`'],
  ['%7B', '{'],
  ['%7C', '|'],
  ['%7D', '}'],
  ['%7E', '~'],
  ['%25', '%'],
] as const;

/** Spellings of one key that clients use, see `functions/edge/paths.ts`; here it is written as people know it. */
const CLIENT_ESCAPES = [
  ['%2F', '/'],
  ['%2f', '/'],
  ['%21', '!'],
  ['%40', '@'],
  ['%2B', '+'],
  ['%2b', '+'],
] as const;

/** Both levels at once. Nearly all paths with an escape have no other. */
const USUAL_ESCAPES = [...CLIENT_ESCAPES.map(([from, to]) => [`%25${from.slice(1)}`, to] as const), ['%7E', '~'] as const];

/** Characters that cannot occur, for what must not be read as an escape. */
const [BACKSLASH, QUOTE] = ['chr(1)', 'chr(2)'];

const ifEscaped = (sql: string, decoded: string): string => `CASE WHEN strpos(${sql}, '%') = 0 THEN ${sql} ELSE ${decoded} END`;
const logDecoded = (sql: string): string => replaced(sql, LOG_ESCAPES);

/** A path with its usual escapes undone: that spares most lines the rest of the work. */
export const pathUsual = (column: string): string => ifEscaped(column, replaced(column, USUAL_ESCAPES));

/** A path as people know it. @param column after {@link pathUsual} */
export const pathDecoded = (column: string): string => ifEscaped(column, replaced(logDecoded(column), CLIENT_ESCAPES));

/** A user agent, in lower case. It has been seen encoded once and twice. */
export const agentDecoded = (column: string): string =>
  `lower(${replaced(column, [
    ['%25', '%'],
    ['%20', ' '],
    ['%22', '"'],
    ['%7B', '{'],
  ])})`;

const afterName = (column: string, name: string): string => part(column, `%22${name}%22:%22`, 2);
const upToQuote = (sql: string): string => part(sql, '%22', 1);

/**
 * A text without escapes out of the edge function's record, '' when there is none. No content of another text can look like it:
 * within JSON a quote has a backslash before it, which is `%5C%22` here.
 */
export const edgeText = (column: string, name: string): string => upToQuote(afterName(column, name));

/** Any text of the record, decoded; '' when it is cut off. */
export function edgeDecoded(column: string, name: string): string {
  const after = afterName(column, name);
  const masked = replaced(after, [
    ['%5C%5C', BACKSLASH],
    ['%5C%22', QUOTE],
  ]);
  const unmasked = `replace(replace(${logDecoded(upToQuote(masked))}, ${BACKSLASH}, '\\'), ${QUOTE}, '"')`;
  return `CASE WHEN strpos(${masked}, '%22') = 0 THEN ''
    WHEN strpos(${column}, '%5C') = 0 THEN ${ifEscaped(upToQuote(after), logDecoded(upToQuote(after)))}
    ELSE ${unmasked} END`;
}
