import { CfnIPSet, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Names, Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { tierProblems } from '../../domain/tiers/check';
import { rulesProblems } from '../../domain/tiers/check-rules';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { TierProblem } from '../../domain/tiers/limits';
import { type AccessRule, type AccessRules, accessRules } from '../../domain/tiers/rules';
import type { Limit, Tier } from '../../domain/tiers/tier';
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
   * What no address may exceed, whatever tier it claims.
   *
   * @default 30,000 requests in 300 seconds
   */
  readonly ceiling?: Limit;
  /**
   * Where the registry answers, e.g. `https://packages.example.org`; must be known at synthesis.
   *
   * @default refusals name the registry's page by its path, `/`: CloudFront's own name is made after the web ACL
   */
  readonly registryUrl?: string;
  /**
   * Who gives tokens and answers questions about limits: a mail address or a URL. It stands in every 429.
   *
   * @default the registry's page
   */
  readonly contact?: string;
  /**
   * Name of the web ACL in metrics.
   *
   * @default made from the construct's path
   */
  readonly metricName?: string;
}

/**
 * Limits how much each client address may draw, by the tier it claims: a web ACL made from the tier table.
 *
 * Rules in order: forged `x-amzn-waf-` headers and addresses that an operator has blocked are answered 403; each tier is limited
 * by itself, answered 429 in enforcement and only counted in evaluation; a ceiling holds for everybody. A 429 says which rule, how
 * much, for how long, and where to get a token. AWS WAF looks about every 10 seconds and reacts within about 30, so these are
 * brakes and no exact quotas.
 *
 * The web ACL sees what a request claims; the edge function refuses false claims. Addresses are put into `blockedIpv4` and
 * `blockedIpv6` with `aws wafv2 update-ip-set`, without a deployment. A deployment leaves them alone unless it changes the set
 * itself (its tags, for example), which empties it: put them back then.
 *
 * ### Cost
 * Idle $5 a month for the web ACL and $1 for each rule: $12 with four tiers. $0.60 per million requests, refused ones included,
 * which are then free of CloudFront's charge (global, https://aws.amazon.com/waf/pricing/, 2026-10).
 */
export class AccessTiers extends Construct {
  public readonly webAcl: CfnWebACL;
  /** For the distribution's `webAclArn`. */
  public readonly webAclArn: string;
  public readonly blockedIpv4: CfnIPSet;
  public readonly blockedIpv6: CfnIPSet;

  constructor(scope: Construct, id: string, props: AccessTiersProps = {}) {
    super(scope, id);
    requireUsEast1(this);
    const { tiers = DEFAULT_TIERS, ceiling = DEFAULT_CEILING, registryUrl = '' } = props;
    this.refuse([...tierProblems(tiers, ceiling), ...urlProblems(registryUrl)]);

    this.blockedIpv4 = this.addressSet('BlockedIpv4', 'IPV4');
    this.blockedIpv6 = this.addressSet('BlockedIpv6', 'IPV6');
    const access = accessRules({
      tiers,
      ceiling,
      blockedSetArns: [this.blockedIpv4.attrArn, this.blockedIpv6.attrArn],
      homeUrl: `${registryUrl}/`,
      contact: props.contact ?? `${registryUrl}/`,
    });
    this.refuse(rulesProblems(access));
    warnAboutCapacity(this, access.capacity);

    this.webAcl = this.makeWebAcl(access, props.metricName ?? Names.uniqueResourceName(this, { maxLength: 128 }));
    this.webAclArn = this.webAcl.attrArn;
  }

  private refuse(problems: readonly TierProblem[]): void {
    if (problems.length) throw new TierTableError(this.node.path, problems);
  }

  private addressSet(id: string, ipAddressVersion: 'IPV4' | 'IPV6'): CfnIPSet {
    return new CfnIPSet(this, id, {
      scope: 'CLOUDFRONT',
      ipAddressVersion,
      addresses: [],
      description: `${ipAddressVersion} addresses that an operator has blocked`,
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
  action: cfnAction(action),
  visibilityConfig: visibility(name),
});

function cfnAction(action: AccessRule['action']): CfnWebACL.RuleActionProperty {
  if (action === 'count') return { count: {} };
  if (action === 'block') return { block: {} };
  const { bodyKey, headers } = action;
  return {
    block: {
      customResponse: {
        responseCode: 429,
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
