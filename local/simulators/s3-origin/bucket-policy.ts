/** Decides what a bucket policy lets CloudFront do (S3-4): explicit denials first, then allowances, else no. */
import type { PolicyDocument, PolicyStatement } from '../../assembly/model';

export interface Access {
  readonly action: 's3:GetObject' | 's3:ListBucket';
  /** ARN of the object, or of the bucket for a listing. */
  readonly resource: string;
  /** Values of the condition keys that the request carries, names lower case. */
  readonly context: Readonly<Record<string, string>>;
}

const SERVICE = 'cloudfront.amazonaws.com';

export function isAllowed(policy: PolicyDocument | undefined, access: Access): boolean {
  const applicable = (policy?.Statement ?? []).filter((statement) => applies(statement, access));
  return applicable.some(({ Effect }) => Effect === 'Allow') && applicable.every(({ Effect }) => Effect !== 'Deny');
}

/**
 * @throws Error when a statement has an element or a condition operator that is not evaluated here
 */
export function checkPolicy(policy: PolicyDocument | undefined): void {
  const known = new Set([...Object.keys(OPERATORS), ...Object.keys(NEGATED), 'Null']);
  for (const statement of policy?.Statement ?? []) {
    const elements = ['NotPrincipal', 'NotAction', 'NotResource'].filter((element) => element in statement);
    const operators = Object.keys(statement.Condition ?? {}).filter((operator) => !known.has(plain(operator)));
    const [unknown] = [...elements, ...operators];
    if (unknown) throw new Error(`The policy of an origin's bucket uses ${unknown}, which the local edge does not evaluate.`);
  }
}

function applies(statement: PolicyStatement, access: Access): boolean {
  return (
    namesCloudFront(statement.Principal) &&
    listed(statement.Action).some((action) => like(action.toLowerCase(), access.action.toLowerCase())) &&
    listed(statement.Resource).some((resource) => like(resource, access.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => holds(operator, keys, access.context))
  );
}

function namesCloudFront(principal: unknown): boolean {
  if (typeof principal !== 'object' || principal === null) return principal === '*';
  const { Service: services, AWS: accounts } = principal as Record<string, string | string[] | undefined>;
  return listed(services).includes(SERVICE) || listed(accounts).includes('*');
}

function holds(operator: string, keys: Readonly<Record<string, unknown>>, context: Access['context']): boolean {
  const ifExists = operator.endsWith('IfExists');
  const name = plain(operator);
  return Object.entries(keys).every(([key, wanted]) => {
    const actual = context[key.toLowerCase()];
    return actual === undefined && ifExists ? true : compare(name, actual, texts(wanted));
  });
}

type Comparison = (actual: string, wanted: readonly string[]) => boolean;
const equals: Comparison = (actual, wanted) => wanted.includes(actual);
const matches: Comparison = (actual, wanted) => wanted.some((pattern) => like(pattern, actual));

/** By operator; the negated ones also hold when the request lacks the key. */
const OPERATORS: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: equals,
  NumericLessThan: (actual, wanted) => wanted.some((limit) => Number(actual) < Number(limit)),
  NumericGreaterThanEquals: (actual, wanted) => wanted.some((limit) => Number(actual) >= Number(limit)),
};
const NEGATED: Readonly<Record<string, Comparison>> = {
  StringNotEquals: equals,
  StringNotLike: matches,
  ArnNotEquals: matches,
  ArnNotLike: matches,
};

function compare(operator: string, actual: string | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.includes(String(actual === undefined));
  const negated = NEGATED[operator];
  if (negated) return actual === undefined || !negated(actual, wanted);
  return actual !== undefined && OPERATORS[operator]!(actual, wanted);
}

const plain = (operator: string): string => operator.replace(/IfExists$/, '');

/** JSON allows numbers and booleans beside texts, alone or listed. */
const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).map(String);

const listed = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** `*` and `?` as in policies. */
const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]')}$`,
  ).test(text);
