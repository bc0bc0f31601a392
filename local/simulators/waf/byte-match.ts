import { compileField } from './fields';
import { oneOf, record, text, WafPropertyError } from './shape';
import type { Matcher, StatementContext } from './statements';
import { compileTransformations } from './transformations';

const POSITIONS: Readonly<Record<string, (content: string, wanted: string) => boolean>> = {
  EXACTLY: (content, wanted) => content === wanted,
  STARTS_WITH: (content, wanted) => content.startsWith(wanted),
  ENDS_WITH: (content, wanted) => content.endsWith(wanted),
  CONTAINS: (content, wanted) => content.includes(wanted),
  CONTAINS_WORD: (content, wanted) => new RegExp(`(?<!\\w)${wanted}(?!\\w)`).test(content),
};

export function compileByteMatch(where: string, value: unknown, context: StatementContext): Matcher {
  const json = record(where, value, [
    'SearchString',
    'SearchStringBase64',
    'FieldToMatch',
    'PositionalConstraint',
    'TextTransformations',
  ]);
  const position = oneOf(`${where}.PositionalConstraint`, json.PositionalConstraint, Object.keys(POSITIONS));
  const wanted = searchBytes(where, json);
  if (position === 'CONTAINS_WORD' && !/^\w+$/.test(wanted))
    throw new WafPropertyError(
      `${where}.SearchString`,
      `must be of A-Z a-z 0-9 _ for CONTAINS_WORD, got: ${JSON.stringify(wanted)}`,
    );
  const field = compileField(`${where}.FieldToMatch`, json.FieldToMatch, context);
  const transform = compileTransformations(`${where}.TextTransformations`, json.TextTransformations);
  const compare = POSITIONS[position]!;
  const matches = (content: string): boolean => compare(transform(content), wanted);
  return (subject) => {
    if (field.oversize !== 'CONTINUE' && field.isCut(subject)) return field.oversize === 'MATCH';
    return field.some(subject, matches);
  };
}

/** CloudFormation takes the text itself, or its base64 form under another name. */
function searchBytes(where: string, json: { SearchString?: unknown; SearchStringBase64?: unknown }): string {
  if ((json.SearchString === undefined) === (json.SearchStringBase64 === undefined))
    throw new WafPropertyError(where, 'must have one of SearchString and SearchStringBase64');
  const bytes =
    json.SearchString === undefined
      ? Buffer.from(text(`${where}.SearchStringBase64`, json.SearchStringBase64), 'base64')
      : Buffer.from(text(`${where}.SearchString`, json.SearchString));
  if (bytes.length > 200)
    throw new WafPropertyError(`${where}.SearchString`, `must have at most 200 bytes, got: ${bytes.length}`);
  return bytes.toString('latin1');
}
