/** Custom keys of rate-based rules: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-aggregation-options.html */
import { secretName } from './secrets';
import { choice, list, record, text, WafPropertyError } from './shape';
import type { StatementContext } from './statements';
import type { Subject } from './subject';
import { compileTransformations } from './transformations';

/** One part of what a rate-based rule counts by. */
export interface KeyPart {
  /** As AWS WAF's log names it. */
  readonly kind: string;
  /** Of the header or namespace. */
  readonly name?: string;
  /** Undefined: the request lacks it, and is neither counted nor limited. */
  read(subject: Subject): string | undefined;
  /** The value for people: never a secret. */
  shown(value: string): string;
}

type Compile = (where: string, json: unknown, context: StatementContext) => KeyPart;

const same = (value: string): string => value;

const KINDS = {
  Header: header,
  UriPath: (where, json) => transformed('URI_PATH', where, json, ({ request }) => request.path),
  QueryString: (where, json) => transformed('QUERY_STRING', where, json, ({ request }) => request.query ?? ''),
  HTTPMethod: (where, json) => plain('METHOD', where, json, ({ request }) => request.method),
  IP: (where, json, context) => {
    record(where, json, []);
    return addressKey(context);
  },
  ASN: (where, json) => plain('ASN', where, json, ({ asn }) => String(asn)),
  LabelNamespace: labelNamespace,
} satisfies Record<string, Compile>;

export function compileKeys(where: string, value: unknown, context: StatementContext): readonly KeyPart[] {
  const parts = list(where, value).map((item, i) => {
    const [kind, json] = choice(`${where}[${i}]`, item, Object.keys(KINDS) as (keyof typeof KINDS)[]);
    return KINDS[kind](`${where}[${i}].${kind}`, json, context);
  });
  if (parts.length < 1 || parts.length > 5) throw new WafPropertyError(where, `must have 1 to 5 keys, got: ${parts.length}`);
  if (parts.length === 1 && parts[0]!.kind === 'IP')
    throw new WafPropertyError(where, 'IP needs another key beside it; to count by address alone, use AggregateKeyType IP');
  return parts;
}

/** WAF-R11. */
export const addressKey = ({ assumptions }: StatementContext): KeyPart => ({
  kind: 'IP',
  read: ({ address: { text: full, bits } }) => (assumptions.wafCountsFullIpv6 || bits.length === 32 ? full : subnet(bits)),
  shown: same,
});

const subnet = (bits: string): string =>
  `${[0, 16, 32, 48].map((at) => parseInt(bits.slice(at, at + 16), 2).toString(16)).join(':')}::/64`;

function plain(kind: string, where: string, json: unknown, read: (subject: Subject) => string): KeyPart {
  record(where, json, []);
  return { kind, read, shown: same };
}

function transformed(kind: string, where: string, value: unknown, read: (subject: Subject) => string): KeyPart {
  const transform = compileTransformations(
    `${where}.TextTransformations`,
    record(where, value, ['TextTransformations']).TextTransformations,
  );
  return { kind, read: (subject) => transform(read(subject)), shown: same };
}

function header(where: string, value: unknown, { assumptions }: StatementContext): KeyPart {
  const json = record(where, value, ['Name', 'TextTransformations']);
  const name = text(`${where}.Name`, json.Name).toLowerCase();
  const transform = compileTransformations(`${where}.TextTransformations`, json.TextTransformations);
  return {
    kind: 'HEADER',
    name,
    read(subject) {
      const values = subject.header(name);
      if (values.length === 0) return undefined;
      return transform(assumptions.wafJoinsRepeatedHeaders ? values.join(', ') : values[0]!);
    },
    shown: (content) => secretName(name, content),
  };
}

/** All labels of the namespace together; which one decides when there are several is not documented. */
function labelNamespace(where: string, value: unknown): KeyPart {
  const namespace = text(`${where}.Namespace`, record(where, value, ['Namespace']).Namespace);
  if (!namespace.endsWith(':')) throw new WafPropertyError(`${where}.Namespace`, `must end in a colon, got: ${namespace}`);
  const read = ({ labels }: Subject): string | undefined => {
    const found = labels.filter((label) => `:${label}`.includes(`:${namespace}`));
    return found.length > 0 ? found.toSorted().join(' ') : undefined;
  };
  return { kind: 'LABEL_NAMESPACE', name: namespace, read, shown: same };
}
