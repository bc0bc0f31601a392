/** Rule groups: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-groups.html */
import { ALLOW, BLOCK, COUNT, path, rate, request, rule, setUp } from './harness';

type Json = Record<string, unknown>;
const GROUP = 'arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/switches/abc';
const reference = (name: string, priority: number, OverrideAction: Json): Json => {
  const { Action: _, ...rest } = rule(name, priority, { RuleGroupReferenceStatement: { Arn: GROUP } }, BLOCK);
  return { ...rest, OverrideAction };
};
const withGroup = (inside: Json[], OverrideAction: Json = { None: {} }, others: Json[] = []) =>
  setUp([reference('switches', 5, OverrideAction), ...others], {}, { ruleGroups: () => inside }).waf;

test('WAF-E1 rules of a group run in its place, by their own priorities', () => {
  const waf = withGroup([rule('late', 9, path('/'), BLOCK), rule('early', 8, path('/a'), ALLOW)], { None: {} }, [
    rule('first', 4, path('/first'), ALLOW),
    rule('last', 6, path('/'), BLOCK),
  ]);
  const ended = (requested: string) => {
    const { action, terminatingRule } = waf.evaluate(request({ path: requested }), 'id');
    return [action, terminatingRule];
  };
  expect(['/first', '/a', '/b'].map(ended)).toEqual([
    ['allow', 'first'],
    ['allow', 'switches'],
    ['block', 'switches'],
  ]);
  expect(waf.stats().map(({ rule: name, matched }) => [name, matched])).toEqual([
    ['first', 1],
    ['switches', 2],
    ['switches / early', 1],
    ['switches / late', 1],
    ['last', 0],
    ['Default_Action', 0],
  ]);
});

test('a group in which nothing ends lets the evaluation go on, with its labels', () => {
  const marks = rule('marks', 0, path('/'), COUNT, { RuleLabels: [{ Name: 'marked' }] });
  const marked = { LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:111122223333:rulegroup:switches:marked' } };
  const waf = withGroup([marks], { None: {} }, [rule('after', 6, marked, BLOCK)]);
  expect(waf.evaluate(request(), 'id')).toMatchObject({ terminatingRule: 'after', countedRules: [] });
});

test('OverrideAction Count counts what the group would have ended', () => {
  const waf = withGroup([rule('all', 0, path('/'), BLOCK)], { Count: {} });
  expect(waf.evaluate(request(), 'id')).toMatchObject({ action: 'allow', countedRules: ['switches'] });
  expect(waf.stats().map(({ rule: name, counted, blocked }) => [name, counted, blocked])).toEqual([
    ['switches', 1, 0],
    ['switches / all', 1, 0],
    ['Default_Action', 0, 0],
  ]);
});

test('WAF-O3 the log names the group and its rule', () => {
  const waf = withGroup([rule('all', 0, path('/'), BLOCK)]);
  expect(waf.evaluate(request(), 'id').log).toMatchObject({
    terminatingRuleId: 'switches',
    terminatingRuleType: 'GROUP',
    ruleGroupList: [{ ruleGroupId: GROUP, terminatingRule: { ruleId: 'all', action: 'BLOCK' }, nonTerminatingMatchingRules: [] }],
  });
});

test('its rules change at run time; an empty group does nothing', () => {
  let inside: Json[] = [];
  const { waf } = setUp([reference('switches', 0, { None: {} })], {}, { ruleGroups: () => inside });
  const action = () => waf.evaluate(request(), 'id').action;
  expect(action()).toBe('allow');
  inside = [rule('all', 0, path('/'), BLOCK)];
  expect(action()).toBe('block');
  inside = [];
  expect(action()).toBe('allow');
});

test('WAF-R13 a change begins the counts of its rate-based rules anew', () => {
  let inside = [rule('rate', 0, rate(10), BLOCK)];
  const { waf } = setUp([reference('switches', 0, { None: {} })], {}, { ruleGroups: () => inside });
  const last = () => Array.from({ length: 11 }, () => waf.evaluate(request(), 'id').action).at(-1);
  expect(last()).toBe('block');
  inside = [rule('rate', 0, rate(20), BLOCK)];
  expect(last()).toBe('allow');
});

test.each<[string, Json[], string]>([
  [
    'five rate-based rules',
    Array.from({ length: 5 }, (_, i) => rule(`r${i}`, i, rate(10), COUNT)),
    'at most 4 rate-based rules, got: 5',
  ],
  ['another group', [reference('inner', 0, { None: {} })], 'must not refer to a rule group'],
])('a group with %s is refused', (_, inside, problem) => {
  // The inner reference finds an empty group.
  let asked = 0;
  expect(() => setUp([reference('switches', 0, { None: {} })], {}, { ruleGroups: () => (asked++ === 0 ? inside : []) })).toThrow(
    new Error(`rule group 'switches': ${problem}`),
  );
});

test('a group that nobody has is an error that names it', () => {
  expect(() => setUp([reference('switches', 0, { None: {} })])).toThrow(
    new Error(`The web ACL refers to a rule group that the simulator was not given: ${GROUP}`),
  );
});
