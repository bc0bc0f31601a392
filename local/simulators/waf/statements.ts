import ipaddr from 'ipaddr.js';
import type { EdgeRequest } from '../../http';
import type { IpSets } from '../../ports';
import { compileByteMatch } from './byte-match';
import { compileLabelMatch } from './labels';
import { choice, list, record, text, WafPropertyError } from './shape';

/** A request under evaluation. */
export interface Subject {
  readonly request: EdgeRequest;
  /** Full names of the labels that earlier rules have added. */
  readonly labels: readonly string[];
}

export type Matcher = (subject: Subject) => boolean;

/** Statements that may stand anywhere; a rate-based one stands only at the top of a rule. */
export const NESTABLE = [
  'ByteMatchStatement',
  'IPSetReferenceStatement',
  'LabelMatchStatement',
  'AndStatement',
  'OrStatement',
  'NotStatement',
] as const;

export function compileStatement(where: string, value: unknown, ipSets: IpSets): Matcher {
  const [kind, json] = choice(where, value, NESTABLE);
  const here = `${where}.${kind}`;
  switch (kind) {
    case 'ByteMatchStatement':
      return compileByteMatch(here, json);
    case 'LabelMatchStatement':
      return compileLabelMatch(here, json);
    case 'IPSetReferenceStatement':
      return compileIpSet(here, json, ipSets);
    case 'NotStatement': {
      const inner = compileStatement(`${here}.Statement`, record(here, json, ['Statement']).Statement, ipSets);
      return (subject) => !inner(subject);
    }
    case 'AndStatement': {
      const all = several(here, json, ipSets);
      return (subject) => all.every((inner) => inner(subject));
    }
    case 'OrStatement': {
      const any = several(here, json, ipSets);
      return (subject) => any.some((inner) => inner(subject));
    }
  }
}

function several(where: string, value: unknown, ipSets: IpSets): readonly Matcher[] {
  const statements = list(`${where}.Statements`, record(where, value, ['Statements']).Statements);
  if (statements.length < 2)
    throw new WafPropertyError(`${where}.Statements`, `must have two statements or more, got: ${statements.length}`);
  return statements.map((statement, i) => compileStatement(`${where}.Statements[${i}]`, statement, ipSets));
}

/** The set is asked at each request: it is data that operators change without touching the web ACL. */
function compileIpSet(where: string, value: unknown, ipSets: IpSets): Matcher {
  const arn = text(`${where}.Arn`, record(where, value, ['Arn']).Arn);
  const parsed = new WeakMap<readonly string[], Range[]>();
  const ranges = (): Range[] => {
    const addresses = ipSets(arn);
    const known = parsed.get(addresses) ?? addresses.map((cidr) => range(where, cidr));
    parsed.set(addresses, known);
    return known;
  };
  ranges();
  return ({ request }) => {
    const client = ipaddr.process(request.clientIp);
    return ranges().some((each) => each[0].kind() === client.kind() && client.match(each));
  };
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

function range(where: string, cidr: string): Range {
  if (!ipaddr.isValidCIDR(cidr) || cidr.endsWith('/0'))
    throw new WafPropertyError(where, `its set must hold addresses in CIDR form, not /0, got: ${JSON.stringify(cidr)}`);
  return ipaddr.parseCIDR(cidr);
}
