/** Text patterns of policies: `*` is any characters, `?` is one. */

const SYNTAX = /[.+^${}()|[\]\\/]/g;

/** Of each pattern once: to make an expression takes longer than to ask it, and a template's few patterns are asked very often. */
const expressions = new Map<string, RegExp>();

/** True when the whole text matches, case and all. */
export function like(pattern: string, text: string): boolean {
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replace(SYNTAX, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

/**
 * Matches ARNs as ArnEquals and ArnLike do, alike: each of the six parts for itself, so `*` never reaches across a colon.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN}
 */
export function arnMatcher(pattern: string): (arn: string) => boolean {
  const wanted = arnParts(pattern);
  if (!wanted) throw new Error(`an ARN has six parts, arn:*:*:*:*:*, got: ${pattern}.`);
  return (arn) => arnParts(arn)?.every((part, i) => like(wanted[i]!, part)) ?? false;
}

function arnParts(text: string): string[] | undefined {
  const [start, ...parts] = text.split(':');
  return start === 'arn' && parts.length >= 5 ? [...parts.slice(0, 4), parts.slice(4).join(':')] : undefined;
}
