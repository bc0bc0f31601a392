import { CfnIPSet, CfnRuleGroup, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Annotations, Names, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { LIMIT_SIGNAL_NAME } from '../../domain/contracts/limit-signal';
import { WafMetric } from '../../domain/contracts/metrics';
import { LIMITS_PATH } from '../../domain/site/paths';
import { KILL_SWITCH_CAPACITY } from '../../domain/tiers/capacity';
import { tierProblems } from '../../domain/tiers/check';
import { rulesProblems } from '../../domain/tiers/check-rules';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { TierProblem } from '../../domain/tiers/limits';
import type { RuleAction } from '../../domain/tiers/row';
import { type AccessRule, type AccessRules, accessRules } from '../../domain/tiers/rules';
import type { AccessTable, Customer, Limit, Tier } from '../../domain/tiers/tier';
import { acknowledge } from '../shared/acknowledge';
import { warnAboutCapacity } from './capacity-warning';
import { TierTableError } from './tier-table-error';

export interface AccessTiersProps {
  /**
   * Who may draw how much; each tier is one rule and $1 a month.
   *
   * @default anonymous, community, supporter and commercial, see `domain/tiers/defaults.ts`
   */
  readonly tiers?: readonly Tier[];
  /**
   * Holders of tokens with a limit of their own; each is one rule and $1 a month.
   *
   * @default none
   */
  readonly customers?: readonly Customer[];
  /**
   * What no address may exceed, whatever tier it claims.
   *
   * @default 30,000 requests in 300 seconds
   */
  readonly ceiling?: Limit;
  /**
   * Whether the distribution answers by IPv6 too. AWS WAF counts whole IPv6 addresses, of which one subscriber has 2^64, so a
   * ceiling for each network is added (one rule, $1 a month): docs/adr/0008-ipv4-only.md.
   *
   * @default false
   */
  readonly ipv6?: boolean;
  /**
   * Whether operators can shut out countries and networks at run time: a rule group, empty at first ($1 a month, and $1 for each
   * rule put into it).
   *
   * @default false
   */
  readonly killSwitches?: boolean;
  /**
   * The brake's rule, which its function turns on and off by two sets of addresses (one rule, $1 a month), with the words that the
   * foundation says to those who are refused: visible ASCII.
   *
   * @default there is no brake
   */
  readonly brake?: { readonly message: string };
  /**
   * Where the registry answers, e.g. `https://packages.example.org`; must be known at synthesis.
   *
   * @default refusals name their page by its path, `/-/errors/…`: CloudFront's own name is made after the web ACL
   */
  readonly registryUrl?: string;
  /**
   * Who gives tokens and answers questions about limits: a mail address or a URL. It stands in every refusal.
   *
   * @default the registry's page about limits
   */
  readonly contact?: string;
  /**
   * Name of the web ACL in metrics.
   *
   * @default made from the construct's path
   */
  readonly metricName?: string;
  /**
   * The web ACL of another host of the same registry, whose sets and kill switches hold for this one too. On this one no token counts, so
   * its tiers are `anonymous` alone.
   *
   * @default the only host, with sets of its own
   */
  readonly beside?: AccessTiers;
}

/**
 * Limits how much each client may draw, by the tier it claims: a web ACL made from the tier table.
 *
 * Rules in order: forged `x-amzn-waf-` headers and addresses that an operator has blocked are answered 403; countries and networks
 * that an operator has shut out, where the kill switches are on; the brake's rule, asleep until its sets are filled; then each tier and each customer by itself. Above such a limit
 * requests are counted, and a header tells the edge function what to say: it answers 429 in the form each client shows to its user
 * or, in evaluation, only writes it to the log. A tier may have the web ACL refuse instead. Last a ceiling for everybody, where the
 * web ACL refuses. AWS WAF looks about every 10 seconds and reacts within about 30, so these are brakes and no exact quotas.
 *
 * The web ACL sees what a request claims; the edge function refuses false claims. Addresses in `allowedIpv4` and `allowedIpv6` are
 * limited by the ceiling only. Sets and rule group are changed with `npx registry access`, without a deployment. A deployment leaves
 * them alone unless it changes the resource itself (its tags, for example), which empties it: put everything back then.
 *
 * ### Cost
 * Idle $5 a month for the web ACL and $1 for each rule: $11 with four tiers, $12 with the brake. $0.60 per million requests, refused ones included;
 * those that the web ACL refuses are then free of CloudFront's charge (global, https://aws.amazon.com/waf/pricing/, 2026-10).
 */
export class AccessTiers extends Construct {
  public readonly webAcl: CfnWebACL;
  /** For the distribution's `webAclArn`. */
  public readonly webAclArn: string;
  /** How many rules the web ACL has: what it costs idle. */
  public readonly ruleCount: number;
  public readonly blockedIpv4: CfnIPSet;
  public readonly blockedIpv6: CfnIPSet;
  public readonly allowedIpv4: CfnIPSet;
  public readonly allowedIpv6: CfnIPSet;
  /** There when `killSwitches` is on. */
  public readonly killSwitches?: CfnRuleGroup;
  /** There when there is a brake: who its rule is for, nobody at first. */
  public readonly brakeIpv4?: CfnIPSet;
  public readonly brakeIpv6?: CfnIPSet;

  constructor(scope: Construct, id: string, props: AccessTiersProps = {}) {
    super(scope, id);
    requireUsEast1(this);
    const { registryUrl = '' } = props;
    const table = tableOf(props);
    this.refuse([...tierProblems(table), ...urlProblems(registryUrl)]);

    const { beside } = props;
    this.blockedIpv4 =
      beside?.blockedIpv4 ?? this.addressSet('BlockedIpv4', 'IPV4', 'IPV4 addresses that an operator has blocked');
    this.blockedIpv6 =
      beside?.blockedIpv6 ?? this.addressSet('BlockedIpv6', 'IPV6', 'IPV6 addresses that an operator has blocked');
    this.allowedIpv4 = beside?.allowedIpv4 ?? this.addressSet('AllowedIpv4', 'IPV4', 'IPV4 addresses that no tier limits');
    this.allowedIpv6 = beside?.allowedIpv6 ?? this.addressSet('AllowedIpv6', 'IPV6', 'IPV6 addresses that no tier limits');
    if (props.killSwitches) this.killSwitches = beside?.killSwitches ?? this.makeKillSwitches();
    if (props.brake) {
      this.brakeIpv4 = beside?.brakeIpv4 ?? this.addressSet('BrakeIpv4', 'IPV4', 'IPV4 addresses that the brake is on for');
      this.brakeIpv6 = beside?.brakeIpv6 ?? this.addressSet('BrakeIpv6', 'IPV6', 'IPV6 addresses that the brake is on for');
    }
    const access = accessRules({
      table,
      blocked: [this.blockedIpv4.attrArn, this.blockedIpv6.attrArn],
      allowed: [this.allowedIpv4.attrArn, this.allowedIpv6.attrArn],
      allIpv6: table.ipv6 ? this.allIpv6().attrArn : undefined,
      killSwitches: this.killSwitches?.attrArn,
      ...(props.brake && { brake: { sets: [this.brakeIpv4!.attrArn, this.brakeIpv6!.attrArn], message: props.brake.message } }),
      registryUrl,
      contact: props.contact ?? `${registryUrl}${LIMITS_PATH}`,
      tokens: !beside,
    });
    this.refuse(rulesProblems(access));
    warnAboutCapacity(this, access.capacity);

    this.ruleCount = access.rules.length;
    this.webAcl = this.makeWebAcl(access, props.metricName ?? Names.uniqueResourceName(this, { maxLength: 128 }));
    this.webAclArn = this.webAcl.attrArn;
  }

  private refuse(problems: readonly TierProblem[]): void {
    if (problems.length) throw new TierTableError(this.node.path, problems);
  }

  private addressSet(id: string, version: 'IPV4' | 'IPV6', description: string, addresses: string[] = []): CfnIPSet {
    return new CfnIPSet(this, id, { scope: 'CLOUDFRONT', ipAddressVersion: version, addresses, description });
  }

  /** In two halves, as AWS WAF takes no prefix of no bits. */
  private allIpv6(): CfnIPSet {
    // No warning: what the configuration asks for is no finding that a synthesis fails for.
    Annotations.of(this).addInfoV2(
      'registry:ipv6',
      'IPv6 is on: AWS WAF counts whole addresses, so who has a prefix of them gets past the limits of anonymous and community; only the ceiling of the whole network holds. See docs/adr/0008-ipv4-only.md.',
    );
    return this.addressSet('AllIpv6', 'IPV6', 'Every IPv6 address', ['::/1', '8000::/1']);
  }

  private makeKillSwitches(): CfnRuleGroup {
    return new CfnRuleGroup(this, 'KillSwitches', {
      scope: 'CLOUDFRONT',
      capacity: KILL_SWITCH_CAPACITY,
      description: 'Countries and networks that an operator has shut out',
      visibilityConfig: visibility(WafMetric.KILL_SWITCHES),
    });
  }

  private makeWebAcl({ rules, bodies }: AccessRules, metricName: string): CfnWebACL {
    const webAcl = new CfnWebACL(this, 'Resource', {
      scope: 'CLOUDFRONT',
      description: 'Access tiers of the package registry',
      defaultAction: { allow: {} },
      rules: rules.map(cfnRule),
      customResponseBodies: Object.fromEntries(
        Object.entries(bodies).map(([key, content]) => [key, { contentType: 'APPLICATION_JSON', content }]),
      ),
      visibilityConfig: visibility(metricName),
    });
    acknowledge(
      webAcl,
      ['nist'],
      'WAFv2LoggingEnabled',
      'Metrics and sampled requests show what each rule does, and the access log every request that passes; a log of its own costs per request and keeps addresses longer.',
    );
    return webAcl;
  }
}

const tableOf = ({ tiers, customers, ceiling, ipv6, brake }: AccessTiersProps): AccessTable => ({
  tiers: tiers ?? DEFAULT_TIERS,
  customers: customers ?? [],
  ceiling: ceiling ?? DEFAULT_CEILING,
  ipv6: ipv6 ?? false,
  brake: brake !== undefined,
});

/** https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html */
function requireUsEast1(at: Construct): void {
  const { region } = Stack.of(at);
  if (Token.isUnresolved(region) || region === 'us-east-1') return;
  throw new Error(
    `'${at.node.path}' must be in a stack in us-east-1, got: ${region}. CloudFront takes web ACLs from there only; set env.region of the stack.`,
  );
}

function urlProblems(url: string): TierProblem[] {
  if (!url || (!Token.isUnresolved(url) && /^https:\/\/[^\s/]+$/.test(url))) return [];
  return [
    {
      code: 'URL_INVALID',
      path: ['registryUrl'],
      got: Token.isUnresolved(url) ? 'a value that is only known at deployment' : `'${url}'`,
      allowed: 'an https:// address without a path, as text',
      change: "give the registry's own domain, or leave it out so that refusals name a path",
    },
  ];
}

const cfnRule = ({ name, priority, statement, action }: AccessRule): CfnWebACL.RuleProperty => ({
  name,
  priority,
  statement,
  ...(action.kind === 'group' ? { overrideAction: { none: {} } } : { action: cfnAction(action) }),
  visibilityConfig: visibility(name),
});

function cfnAction(action: Exclude<RuleAction, { kind: 'group' }>): CfnWebACL.RuleActionProperty {
  if (action.kind === 'signal')
    return { count: { customRequestHandling: { insertHeaders: [{ name: LIMIT_SIGNAL_NAME, value: action.value }] } } };
  const { status, bodyKey, headers } = action;
  return {
    block: {
      customResponse: {
        responseCode: status,
        customResponseBodyKey: bodyKey,
        responseHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
      },
    },
  };
}

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
});
