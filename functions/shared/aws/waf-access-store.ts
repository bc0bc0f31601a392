import {
  GetIPSetCommand,
  GetRuleGroupCommand,
  type Rule,
  UpdateIPSetCommand,
  UpdateRuleGroupCommand,
  WAFOptimisticLockException,
  type WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { switchedOff, switchRules, wafNames } from '../../../domain/access/waf';
import type { AccessList } from '../../../domain/contracts/access';
import type { AccessStore } from '../ports';

type Read = Awaited<ReturnType<AccessStore['read']>>;

/** IP sets and a rule group of AWS WAF. What an update does not name again is lost, so it names the description that was read. */
export class WafAccessStore<List extends string = AccessList> implements AccessStore<List> {
  readonly lists: readonly List[];

  constructor(
    private readonly client: WAFV2Client,
    private readonly arns: Readonly<Partial<Record<List, string>>>,
  ) {
    this.lists = Object.keys(arns) as List[];
  }

  async read(list: List): Promise<Read> {
    if (list === 'killSwitches') {
      const { RuleGroup, LockToken } = await this.client.send(new GetRuleGroupCommand(this.names(list)));
      return { items: switchedOff(RuleGroup?.Rules ?? []), revision: known(LockToken) };
    }
    const { IPSet, LockToken } = await this.client.send(new GetIPSetCommand(this.names(list)));
    return { items: IPSet?.Addresses ?? [], revision: known(LockToken) };
  }

  async update(list: List, items: readonly string[], revision: string): Promise<string | undefined> {
    try {
      return known(
        await (list === 'killSwitches' ? this.updateGroup(list, items, revision) : this.updateSet(list, items, revision)),
      );
    } catch (error) {
      if (error instanceof WAFOptimisticLockException) return undefined;
      throw error;
    }
  }

  private async updateSet(list: List, items: readonly string[], LockToken: string): Promise<string | undefined> {
    const names = this.names(list);
    const { IPSet } = await this.client.send(new GetIPSetCommand(names));
    const Description = IPSet?.Description;
    const described = Description ? { Description } : {};
    const answer = await this.client.send(new UpdateIPSetCommand({ ...names, ...described, Addresses: [...items], LockToken }));
    return answer.NextLockToken;
  }

  private async updateGroup(list: List, items: readonly string[], LockToken: string): Promise<string | undefined> {
    const names = this.names(list);
    const { RuleGroup } = await this.client.send(new GetRuleGroupCommand(names));
    const { Description, VisibilityConfig } = RuleGroup!;
    const described = Description ? { Description } : {};
    // The codes are those of domain/access/countries.ts, which are AWS's.
    const Rules = switchRules(items) as Rule[];
    const update = new UpdateRuleGroupCommand({ ...names, ...described, VisibilityConfig, Rules, LockToken });
    return (await this.client.send(update)).NextLockToken;
  }

  private names(list: List): ReturnType<typeof wafNames> {
    return wafNames(this.arns[list] ?? '');
  }
}

function known(token: string | undefined): string {
  if (!token) throw new Error('AWS WAF answered without a lock token.');
  return token;
}

/** @param text as in the environment: `<list>=<ARN>`, with spaces between */
export const parseLists = <List extends string = AccessList>(text: string): Readonly<Partial<Record<List, string>>> =>
  Object.fromEntries(text.split(' ').map((pair) => pair.split('='))) as Partial<Record<List, string>>;
