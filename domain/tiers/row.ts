/** What every rule of the web ACL is made of. */
import { HTTP_ERRORS, type HttpErrorCode } from '../contracts/http-errors';
import type { CustomKey, RateBased, Statement } from './statement';
import type { AccessTable, Limit } from './tier';

/** Sets of addresses, one for IPv4 and one for IPv6. */
export type AddressSets = readonly string[];

export interface AccessRulesInput {
  readonly table: AccessTable;
  /** ARNs of the sets whose addresses an operator blocks. */
  readonly blocked: AddressSets;
  /** ARNs of the sets whose addresses no tier limits. */
  readonly allowed: AddressSets;
  /** ARN of the set of all IPv6 addresses; there when the table says `ipv6`. */
  readonly allIpv6?: string | undefined;
  /** ARN of the rule group that operators put countries and networks into. @default none */
  readonly killSwitches?: string | undefined;
  /** ARNs of the sets that the brake fills, and the foundation's words. @default there is no brake */
  readonly brake?: { readonly sets: AddressSets; readonly message: string } | undefined;
  /** `https://…` of the registry, without a trailing slash; '' when it is not known yet. */
  readonly registryUrl: string;
  /** Who gives tokens: a mail address or a URL. */
  readonly contact: string;
  /** Whether a token counts on this host; where it does not, everybody is without one, whatever they show. @default true */
  readonly tokens?: boolean;
}

export type RuleAction =
  /** Count, and tell the edge function by the header of domain/contracts/limit-signal.ts. */
  | { readonly kind: 'signal'; readonly value: string }
  | Refuse
  /** As the rules of the group say. */
  | { readonly kind: 'group' };

/** Answer with this status, these headers, and the body of this key. */
export interface Refuse {
  readonly kind: 'refuse';
  readonly status: number;
  readonly bodyKey: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A rule in its place, with the body of its refusal where it has one. */
export interface Row {
  /** Also the name of its metric. */
  readonly name: string;
  readonly statement: Statement;
  readonly action: RuleAction;
  readonly body?: string;
}

/** Counts by address, or by the custom keys where there are some. */
export const rate = ({ requests, windowSeconds }: Limit, customKeys: CustomKey[], scopeDownStatement?: Statement): RateBased => ({
  rateBasedStatement: {
    aggregateKeyType: customKeys.length ? 'CUSTOM_KEYS' : 'IP',
    ...(customKeys.length && { customKeys }),
    limit: requests,
    evaluationWindowSec: windowSeconds,
    ...(scopeDownStatement && { scopeDownStatement }),
  },
});

export const refusing = (
  name: string,
  code: HttpErrorCode,
  { statement, headers, body }: { statement: Statement; headers: Record<string, string>; body: string },
): Row => ({
  name,
  statement,
  action: { kind: 'refuse', status: HTTP_ERRORS[code].status, bodyKey: name, headers },
  body,
});
