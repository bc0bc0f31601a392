import type { Assumptions } from '../../assumptions';
import type { IpSets } from '../../ports';
import { Ranges } from './addresses';
import { compileByteMatch } from './byte-match';
import { compileLabelMatch } from './labels';
import { compileAsnMatch, compileGeoMatch } from './places';
import { choice, list, record, text, WafPropertyError } from './shape';
import type { Subject } from './subject';

export type Matcher = (subject: Subject) => boolean;

/** What statements are compiled with. */
export interface StatementContext {
  readonly ipSets: IpSets;
  readonly assumptions: Assumptions;
}

/** Statements that may stand anywhere; a rate-based one and a reference to a rule group stand only at the top of a rule. */
export const NESTABLE = [
  'ByteMatchStatement',
  'IPSetReferenceStatement',
  'GeoMatchStatement',
  'AsnMatchStatement',
  'LabelMatchStatement',
  'AndStatement',
  'OrStatement',
  'NotStatement',
] as const;

export function compileStatement(where: string, value: unknown, context: StatementContext): Matcher {
  const [kind, json] = choice(where, value, NESTABLE);
  return KINDS[kind](`${where}.${kind}`, json, context);
}

const KINDS: Readonly<Record<(typeof NESTABLE)[number], (where: string, json: unknown, context: StatementContext) => Matcher>> = {
  ByteMatchStatement: compileByteMatch,
  IPSetReferenceStatement: compileIpSet,
  GeoMatchStatement: compileGeoMatch,
  AsnMatchStatement: compileAsnMatch,
  LabelMatchStatement: compileLabelMatch,
  AndStatement: (where, json, context) => {
    const all = several(where, json, context);
    return (subject) => all.every((inner) => inner(subject));
  },
  OrStatement: (where, json, context) => {
    const any = several(where, json, context);
    return (subject) => any.some((inner) => inner(subject));
  },
  NotStatement: (where, json, context) => {
    const inner = compileStatement(`${where}.Statement`, record(where, json, ['Statement']).Statement, context);
    return (subject) => !inner(subject);
  },
};

function several(where: string, value: unknown, context: StatementContext): readonly Matcher[] {
  const statements = list(`${where}.Statements`, record(where, value, ['Statements']).Statements);
  if (statements.length < 2)
    throw new WafPropertyError(`${where}.Statements`, `must have two statements or more, got: ${statements.length}`);
  return statements.map((statement, i) => compileStatement(`${where}.Statements[${i}]`, statement, context));
}

/** The set is asked at each request: it is data that operators change without touching the web ACL. */
function compileIpSet(where: string, value: unknown, { ipSets }: StatementContext): Matcher {
  const arn = text(`${where}.Arn`, record(where, value, ['Arn']).Arn);
  let addresses = ipSets(arn);
  let ranges = new Ranges(where, addresses);
  return (subject) => {
    const current = ipSets(arn);
    if (current !== addresses) {
      ranges = new Ranges(where, current);
      addresses = current;
    }
    return addresses.length > 0 && ranges.has(subject.address);
  };
}
