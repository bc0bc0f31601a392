/** The IAM statements of a template that allow something: what a reviewer reads before a deployment. */
import type { Resource, Template } from '../cost/template';
import { readable } from './readable';

export interface AllowStatement {
  /** Logical id of the resource that carries the statement. */
  readonly at: string;
  /** Who is allowed: roles of an identity policy, or the principals of a resource policy. */
  readonly who: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly string[];
  /** True when an action or resource is a wildcard by itself, or anybody is the principal. */
  readonly wide: boolean;
}

interface Statement {
  readonly Effect: string;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Where each resource type keeps its policy document. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'AWS::IAM::ManagedPolicy': 'PolicyDocument',
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
};

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const words = (value: unknown): string[] => list(value).map(readable);

/** Every Allow statement of the template, in the order of its resources. */
export function allowStatements(template: Template): AllowStatement[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) =>
    statementsOf(resource).map((statement) => describe(id, resource, statement)),
  );
}

function statementsOf(resource: Resource): Statement[] {
  const property = DOCUMENTS[resource.Type];
  const document = property && (resource.Properties?.[property] as { Statement?: unknown } | undefined);
  return document ? (list(document.Statement) as Statement[]).filter((statement) => statement.Effect === 'Allow') : [];
}

function describe(at: string, resource: Resource, statement: Statement): AllowStatement {
  const actions = words(statement.Action);
  const resources = words(statement.Resource);
  const who = statement.Principal === undefined ? words(resource.Properties?.Roles).join(', ') : principals(statement.Principal);
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${operator} ${key} = ${words(value).join(' | ')}`),
  );
  const selfOnly = resource.Type === 'AWS::KMS::Key'; // in a key policy `*` means this key
  const wide = actions.some(isWide) || (!selfOnly && resources.includes('*')) || (who === '*' && conditions.length === 0);
  return { at, who, actions, resources, conditions, wide };
}

const isWide = (action: string): boolean => action === '*' || action.endsWith(':*');

function principals(principal: unknown): string {
  if (typeof principal !== 'object' || principal === null) return String(principal);
  return Object.values(principal).flatMap(words).join(', ');
}
