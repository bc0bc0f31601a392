/**
 * Undoing the log's own percent-encoding and the client's, with `replace` alone: `url_decode` throws in Trino on `100%`, and turns
 * `+` into a space. Characters beyond ASCII and control characters stay as they are written.
 */
import { replaced } from './text';

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

/** In a text within JSON. A backslash waits as a character that cannot occur, so that it does not escape what follows it. */
const JSON_ESCAPES = [
  ['\\\\', 'chr(1)'],
  ['\\"', '"'],
] as const;

/** What the edge or the client sent. */
export const logDecoded = (column: string): string => replaced(column, LOG_ESCAPES);

/** A path as people know it. */
export const pathDecoded = (column: string): string => replaced(logDecoded(column), CLIENT_ESCAPES);

/** A user agent, in lower case. It has been seen encoded once and twice. */
export const agentDecoded = (column: string): string =>
  `lower(${replaced(column, [
    ['%25', '%'],
    ['%20', ' '],
    ['%22', '"'],
    ['%7B', '{'],
  ])})`;

/** The content of a text within JSON. */
export const jsonDecoded = (column: string): string => `replace(${replaced(column, JSON_ESCAPES)}, chr(1), '\\')`;
