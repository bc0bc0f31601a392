import type { EdgeRequest } from '../../../../local/http';
import { createWaf, type SimulatedWaf, type WafDependencies } from '../../../../local/simulators/waf/waf';

export const ARN = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/registry/abc';
export const SET4 = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked4/abc';
export const SET6 = 'arn:aws:wafv2:us-east-1:111122223333:global/ipset/blocked6/abc';
export const LABEL_PREFIX = 'awswaf:111122223333:webacl:registry:';

type Json = Record<string, unknown>;

export const request = (changes: Partial<EdgeRequest> = {}): EdgeRequest => ({
  clientIp: '192.0.2.1',
  clientPort: 50_000,
  scheme: 'https',
  httpVersion: '2.0',
  method: 'GET',
  path: '/pypi/simple/',
  query: undefined,
  headers: [['host', 'registry.example.org']],
  body: Buffer.alloc(0),
  ...changes,
});

/** A rule with what most tests do not care about. */
export const rule = (Name: string, Priority: number, Statement: Json, Action: Json, more: Json = {}): Json => ({
  Name,
  Priority,
  Statement,
  Action,
  VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: Name, SampledRequestsEnabled: true },
  ...more,
});

export const byteMatch = (
  FieldToMatch: Json,
  PositionalConstraint: string,
  SearchString: string,
  ...transformations: string[]
): Json => ({
  ByteMatchStatement: {
    FieldToMatch,
    PositionalConstraint,
    SearchString,
    TextTransformations: (transformations.length > 0 ? transformations : ['NONE']).map((Type, Priority) => ({ Priority, Type })),
  },
});

export const path = (start: string): Json => byteMatch({ UriPath: {} }, 'STARTS_WITH', start);
export const rate = (Limit: number, more: Json = {}): Json => ({
  RateBasedStatement: { Limit, EvaluationWindowSec: 60, AggregateKeyType: 'IP', ...more },
});
export const BLOCK = { Block: {} };
export const COUNT = { Count: {} };
export const ALLOW = { Allow: {} };

export interface Setting {
  readonly waf: SimulatedWaf;
  /** Moves the clock, seconds. */
  readonly pass: (seconds: number) => void;
}

export function setUp(rules: Json[], more: Json = {}, dependencies: Partial<WafDependencies> = {}): Setting {
  let now = 0;
  const properties = { Scope: 'CLOUDFRONT', DefaultAction: ALLOW, Rules: rules, ...more };
  const waf = createWaf(
    { name: 'registry', arn: ARN, properties },
    { clock: () => now, ipSets: () => [], distributionId: 'E123', ...dependencies },
  );
  return {
    waf,
    pass: (seconds) => {
      now += seconds * 1000;
    },
  };
}

/** Whether a web ACL whose only rule blocks what `statement` matches blocks the request. */
export function matches(
  statement: Json,
  changes: Partial<EdgeRequest> = {},
  dependencies: Partial<WafDependencies> = {},
): boolean {
  const { waf } = setUp([rule('r', 0, statement, BLOCK)], {}, dependencies);
  return waf.evaluate(request(changes), 'id').action === 'block';
}
