/**
 * Reads a policy document. What is not evaluated here (NotPrincipal, policy variables, ...) is refused, never ignored.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html}
 */
import { z } from 'zod';
import { type Condition, readCondition } from './conditions';
import { type Principals, readPrincipals } from './principals';

export interface Statement {
  /** `identity policy 0`, `resource policy`. */
  readonly policy: string;
  /** Position in the document, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  /** None in an identity policy: there it is whoever has the policy. */
  readonly principals: Principals | undefined;
  readonly actions: Patterns;
  readonly resources: Patterns;
  readonly conditions: readonly Condition[];
}

/** What matches one of the patterns, or with `except` what matches none of them. */
export interface Patterns {
  readonly patterns: readonly string[];
  readonly except: boolean;
}

const listed = <T extends z.ZodType>(item: T) =>
  z.preprocess((value): unknown => (Array.isArray(value) ? value : [value]), z.array(item).min(1));
const strings = listed(z.string()).optional();
const values = listed(z.union([z.string(), z.boolean(), z.number()], 'a string, true, false or a number').transform(String));
const principals = z.strictObject({ AWS: strings, Service: strings, Federated: strings });
const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: listed(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Principal: z.preprocess((value) => (value === '*' ? { AWS: '*' } : value), principals).optional(),
      Action: strings,
      NotAction: strings,
      Resource: strings,
      NotResource: strings,
      Condition: z.record(z.string(), z.record(z.string(), values)).default({}),
    }),
  ),
});
type RawStatement = z.output<typeof documentSchema>['Statement'][number];

/** @throws Error naming the policy, and what in it is not evaluated. */
export function readPolicy(kind: 'identity' | 'resource', name: string, document: unknown): Statement[] {
  const { data, error } = documentSchema.safeParse(document);
  if (error) {
    const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`);
    throw new Error(`${name}: ${problems.join('; ')}`);
  }
  return data.Statement.map((raw, index) => {
    try {
      return readStatement(kind, name, raw, index);
    } catch (problem) {
      throw new Error(`${name}: Statement.${index}: ${(problem as Error).message}`);
    }
  });
}

function readStatement(kind: 'identity' | 'resource', policy: string, raw: RawStatement, index: number): Statement {
  if (kind === 'identity' && raw.Principal) throw new Error('an identity policy has no Principal.');
  if (kind === 'resource' && !raw.Principal) throw new Error('a resource policy has a Principal.');
  return {
    policy,
    index,
    sid: raw.Sid,
    effect: raw.Effect,
    principals: raw.Principal && readPrincipals(raw.Principal),
    actions: oneOf('Action', raw.Action, raw.NotAction),
    resources: readResources(raw),
    conditions: Object.entries(raw.Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, wanted]) => readCondition(operator, key, literal(wanted))),
    ),
  };
}

function readResources({ Action: actions = [], Resource: included, NotResource: excluded }: RawStatement): Patterns {
  const isTrust = actions.length > 0 && actions.every((action) => action.startsWith('sts:'));
  // A trust policy names no resource: it is the role.
  const resources = oneOf('Resource', included ?? (isTrust && !excluded ? ['*'] : undefined), excluded);
  const unread = literal(resources.patterns).find((pattern) => pattern !== '*' && !pattern.startsWith('arn:'));
  if (unread !== undefined) throw new Error(`a resource is * or an ARN, got: ${unread}.`);
  return resources;
}

function oneOf(name: string, included: string[] | undefined, excluded: string[] | undefined): Patterns {
  const patterns = included ?? excluded;
  if (!patterns || (included && excluded)) throw new Error(`a statement has either ${name} or Not${name}.`);
  return { patterns, except: included === undefined };
}

function literal(patterns: readonly string[]): readonly string[] {
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) throw new Error(`policy variables are not evaluated, got: ${variable}.`);
  return patterns;
}
