import type { Env } from '../../domain/contracts/env';

type Name = (typeof Env)[keyof typeof Env];

/** Reads an environment variable that the template must have set. */
export function requireEnv(name: Name, environment: NodeJS.ProcessEnv = process.env): string {
  const value = environment[name];
  if (!value) throw new Error(`Environment variable '${name}' is not set, got: ${JSON.stringify(value)}; the template sets it.`);
  return value;
}

/** Reads a whole number of at least 1. */
export function requireNumber(name: Name, environment: NodeJS.ProcessEnv = process.env): number {
  const value = requireEnv(name, environment);
  if (!/^[1-9]\d{0,8}$/.test(value))
    throw new Error(`Environment variable '${name}' must be a whole number of at least 1, got: '${value}'.`);
  return Number(value);
}

/** Reads a variable that the template sets in some deployments only. */
export const optionalEnv = (name: Name, environment: NodeJS.ProcessEnv = process.env): string | undefined =>
  environment[name] === '' ? undefined : environment[name];

/** Reads values with spaces between, of a variable that the template sets in some deployments only; none elsewhere. */
export const optionalList = (name: Name, environment: NodeJS.ProcessEnv = process.env): readonly string[] =>
  optionalEnv(name, environment)?.split(' ') ?? [];
