/** Resolves CloudFormation's intrinsic functions, given the physical names. */
import { AssemblyError } from './known';

/** Values that only the deployed stack knows. */
export interface PhysicalNames {
  /** What `Ref` gives: a resource's physical id, a parameter's value or a pseudo parameter; undefined when unknown. */
  ref(name: string): string | undefined;
  /** What `Fn::GetAtt` gives; undefined when unknown. */
  attribute(logicalId: string, attribute: string): string | undefined;
}

type Intrinsic = (argument: unknown, path: string, names: PhysicalNames) => unknown;

/** @param path where `value` stands in the template, for errors */
export function resolve(value: unknown, path: string, names: PhysicalNames): unknown {
  if (Array.isArray(value))
    return value.map((item, i) => resolve(item, `${path}.${i}`, names)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, argument] = ['', undefined], ...rest] = Object.entries(value);
  if (rest.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) return intrinsic(key, argument, path, names);
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, resolve(item, `${path}.${name}`, names)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

function intrinsic(key: string, argument: unknown, path: string, names: PhysicalNames): unknown {
  const resolver = INTRINSICS[key];
  if (!resolver)
    throw new AssemblyError([
      `${path}: ${key} is not followed by the local edge; it follows ${Object.keys(INTRINSICS).join(', ')}`,
    ]);
  return resolver(argument, `${path}.${key}`, names);
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, path, names) => (name === 'AWS::NoValue' ? undefined : known(names.ref(text(name, path)), path, text(name, path))),
  'Fn::GetAtt': (target, path, names) => {
    const [logicalId, ...attribute] =
      typeof target === 'string' ? target.split('.') : list(target, path).map((part) => text(part, path));
    return known(names.attribute(logicalId!, attribute.join('.')), path, `${logicalId}.${attribute.join('.')}`);
  },
  'Fn::Join': (argument, path, names) => {
    const [separator, parts] = list(argument, path);
    return texts(resolve(parts, path, names), path).join(text(separator, path));
  },
  'Fn::Split': (argument, path, names) => {
    const [separator, source] = list(argument, path);
    return text(resolve(source, path, names), path).split(text(separator, path));
  },
  'Fn::Select': (argument, path, names) => {
    const [index, items] = list(resolve(argument, path, names), path);
    return known(list(items, path)[Number(index)], path, `item ${String(index)}`);
  },
  'Fn::Sub': (argument, path, names) => {
    const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, path);
    const given = resolve(variables, path, names) as Record<string, unknown>;
    return text(template, path).replace(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) =>
      literal ? `\${${name}}` : text(given[name] ?? substitute(name, path, names), path),
    );
  },
  'Fn::Base64': (argument, path, names) => Buffer.from(text(resolve(argument, path, names), path)).toString('base64'),
};

const substitute = (name: string, path: string, names: PhysicalNames): unknown =>
  intrinsic(name.includes('.') ? 'Fn::GetAtt' : 'Ref', name, path, names);

function known<T>(value: T | undefined, path: string, what: string): T {
  if (value === undefined)
    throw new AssemblyError([
      `${path}: '${what}' is not known of the deployed stack; deploy it, or teach local/assembly/attributes.ts`,
    ]);
  return value;
}

function text(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new AssemblyError([`${path}: must be text, got: ${JSON.stringify(value)}`]);
}

function list(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new AssemblyError([`${path}: must be a list, got: ${JSON.stringify(value)}`]);
}

const texts = (value: unknown, path: string): string[] => list(value, path).map((item) => text(item, path));
