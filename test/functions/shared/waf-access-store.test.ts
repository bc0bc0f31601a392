/** What is asked of AWS WAF, and how its answers are read. */
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { switchedOff, switchRules } from '../../../domain/access/waf';
import { parseLists, WafAccessStore } from '../../../functions/shared/aws/waf-access-store';

const SET = { Name: 'blocked', Id: 'id-1', Scope: 'CLOUDFRONT' };
const GROUP = { Name: 'switches', Id: 'id-2', Scope: 'CLOUDFRONT' };
const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global';
const VISIBLE = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'group' };

/** Answers each command by its name, and keeps what was asked. */
function setUp(answers: Readonly<Record<string, object>>) {
  const client = new WAFV2Client({ region: 'us-east-1' });
  const asked: [string, unknown][] = [];
  jest.spyOn(client, 'send').mockImplementation((command: { constructor: { name: string }; input: unknown }) => {
    asked.push([command.constructor.name, command.input]);
    return Promise.resolve(answers[command.constructor.name]) as never;
  });
  const arns = parseLists(`blockIpv4=${ARN}/ipset/blocked/id-1 killSwitches=${ARN}/rulegroup/switches/id-2`);
  return { store: new WafAccessStore(client, arns), asked };
}

test('the lists are those of the environment', () => {
  expect(setUp({}).store.lists).toEqual(['blockIpv4', 'killSwitches']);
});

test('a set keeps its description', async () => {
  const { store, asked } = setUp({
    GetIPSetCommand: { IPSet: { Addresses: ['2001:0db8::/48'], Description: 'Blocked.' }, LockToken: 'T1' },
    UpdateIPSetCommand: { NextLockToken: 'T2' },
  });
  expect(await store.read('blockIpv4')).toEqual({ items: ['2001:0db8::/48'], revision: 'T1' });
  expect(await store.update('blockIpv4', ['198.51.100.7/32'], 'T1')).toBe('T2');
  expect(asked.at(-1)).toEqual([
    'UpdateIPSetCommand',
    { ...SET, Description: 'Blocked.', Addresses: ['198.51.100.7/32'], LockToken: 'T1' },
  ]);
});

test('a rule group keeps its description and its metric; what is in it is read as it was written', async () => {
  const items = ['asn:64500', 'asn:64501', 'country:AU', 'country:NZ'];
  const { store, asked } = setUp({
    GetRuleGroupCommand: {
      RuleGroup: { Rules: switchRules(items), Description: 'Off.', VisibilityConfig: VISIBLE },
      LockToken: 'T1',
    },
    UpdateRuleGroupCommand: { NextLockToken: 'T2' },
  });
  expect((await store.read('killSwitches')).items.slice().sort()).toEqual(items);
  expect(await store.update('killSwitches', ['country:NZ'], 'T1')).toBe('T2');
  expect(asked.at(-1)).toEqual([
    'UpdateRuleGroupCommand',
    {
      ...GROUP,
      Description: 'Off.',
      VisibilityConfig: VISIBLE,
      LockToken: 'T1',
      Rules: [
        {
          Name: 'kill-switch-countries',
          Priority: 0,
          Statement: { GeoMatchStatement: { CountryCodes: ['NZ'] } },
          Action: { Block: {} },
          VisibilityConfig: { ...VISIBLE, MetricName: 'kill-switch-countries' },
        },
      ],
    },
  ]);
});

test('nothing is switched off by no rule at all', () => {
  expect(switchRules([])).toEqual([]);
  expect(switchedOff(switchRules(['asn:64500']))).toEqual(['asn:64500']);
});
