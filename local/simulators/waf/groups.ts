import { compileGroupRules, type Rule, type RuleContext } from './rules';
import { choice, record, text, WafPropertyError } from './shape';

/** A rule group in its place among a web ACL's rules: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-groups.html */
export interface RuleGroup {
  readonly arn: string;
  /** Whether what would end the evaluation is only counted. */
  readonly counts: boolean;
  /** As they are now: data that operators change without touching the web ACL. A change begins their counts anew (WAF-R13). */
  rules(): readonly Rule[];
}

/**
 * @param override what the referring rule says of the group's outcome
 * @throws WafPropertyError here, and from `rules()` when the group has changed to what is not simulated
 */
export function compileGroup(
  where: string,
  value: unknown,
  overrideAt: string,
  override: unknown,
  context: RuleContext,
): RuleGroup {
  const arn = text(`${where}.Arn`, record(where, value, ['Arn']).Arn);
  const [account, name] = [arn.split(':')[4], arn.split('/').at(-2)];
  if (!account || !name) throw new WafPropertyError(`${where}.Arn`, `must be the ARN of a rule group, got: ${arn}`);
  const [kind, json] = choice(overrideAt, override, ['None', 'Count']);
  record(`${overrideAt}.${kind}`, json, []);
  const inside = { ...context, labelPrefix: `awswaf:${account}:rulegroup:${name}:` };
  let known: readonly unknown[] | undefined;
  let compiled: readonly Rule[] = [];
  const rules = (): readonly Rule[] => {
    const current = context.ruleGroups(arn);
    if (current !== known) {
      compiled = compileGroupRules(`rule group '${name}'`, current, inside);
      known = current;
    }
    return compiled;
  };
  rules();
  return { arn, counts: kind === 'Count', rules };
}
