import { list, oneOf, record, text, WafPropertyError } from './shape';
import type { Matcher } from './statements';

const PART = /^[0-9A-Za-z_-]{1,128}$/;
const RESERVED = ['awswaf', 'aws', 'waf', 'rulegroup', 'webacl', 'regexpatternset', 'ipset', 'managed'];

/** Full names of the labels that a rule adds; `prefix` is the web ACL's, ending in a colon. */
export function compileLabels(where: string, value: unknown, prefix: string): readonly string[] {
  return list(where, value ?? []).map((item, i) => {
    const name = text(`${where}[${i}].Name`, record(`${where}[${i}]`, item, ['Name']).Name);
    const parts = name.split(':');
    if (parts.length > 6 || parts.some((part) => !PART.test(part) || RESERVED.includes(part)))
      throw new WafPropertyError(
        `${where}[${i}].Name`,
        `must be a name after at most five namespaces, parts of A-Z a-z 0-9 _ - and none of ${RESERVED.join(', ')}, got: ${JSON.stringify(name)}`,
      );
    return prefix + name;
  });
}

export function compileLabelMatch(where: string, value: unknown): Matcher {
  const json = record(where, value, ['Scope', 'Key']);
  const scope = oneOf(`${where}.Scope`, json.Scope, ['LABEL', 'NAMESPACE']);
  const key = text(`${where}.Key`, json.Key);
  if (key.endsWith(':') !== (scope === 'NAMESPACE'))
    throw new WafPropertyError(`${where}.Key`, `must end in a colon for NAMESPACE and only then, got: ${JSON.stringify(key)}`);
  // A colon before: both match whole parts only, wherever in the label they begin.
  const matches =
    scope === 'LABEL' ? (label: string) => `:${label}`.endsWith(`:${key}`) : (label: string) => `:${label}`.includes(`:${key}`);
  return ({ labels }) => labels.length > 0 && labels.some(matches);
}
