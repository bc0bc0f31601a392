/** Text patterns of policies: `*` is any characters, `?` is one. */

const SYNTAX = /[.+^${}()|[\]\\/]/g;

/** True when the whole text matches, case and all. */
export function like(pattern: string, text: string): boolean {
  const source = pattern.replace(SYNTAX, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su').test(text);
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
