/** Reads a configuration file and the files it names. */
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { types } from 'node:util';
import { crossProblems } from './cross-checks';
import { readFiles } from './files';
import { ConfigError, schemaProblems } from './problems';
import { type RegistryConfig, schema } from './schema';

/**
 * Loads, validates and completes a configuration.
 * @param file path of a TypeScript module whose default export is `defineConfig({…})`
 * @throws ConfigError listing every problem at once
 */
export function loadConfig(file: string): RegistryConfig {
  return validateConfig(importDefault(file), file);
}

/**
 * Validates what a configuration file exports.
 * @param file the file it came from: the name in messages, and where relative paths start
 * @throws ConfigError listing every problem at once
 */
export function validateConfig(raw: unknown, file: string): RegistryConfig {
  const later = types.isPromise(raw) ? 'a Promise' : typeof raw === 'function' ? 'a function' : undefined;
  if (later)
    throw wholeFile(file, later, EXPORT, 'export the configuration itself; it is read at once, nothing is called or awaited');
  const parsed = schema.safeParse(raw);
  const problems = [...(parsed.success ? [] : schemaProblems(schema, raw, parsed.error.issues)), ...crossProblems(raw)];
  const { problems: unreadable, ...files } = readFiles(raw, file);
  problems.push(...unreadable);
  if (!parsed.success || problems.length) throw new ConfigError(file, problems);
  return { ...parsed.data, ...files };
}

function importDefault(file: string): unknown {
  const path = resolve(file);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found)
    throw wholeFile(
      file,
      'no such file',
      FILE,
      'create it, e.g. as a copy of examples/with-domain/registry.config.ts, or give the path of another',
    );
  if (found.isDirectory()) throw wholeFile(file, 'a folder', FILE, 'give the path of the file in it');
  const module: unknown = importModule(file, path);
  if (typeof module === 'object' && module !== null && 'default' in module) return module.default;
  throw wholeFile(file, 'a module without a default export', EXPORT, "write 'export default' before defineConfig");
}

function importModule(file: string, path: string): unknown {
  try {
    return createRequire(__filename)(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw wholeFile(file, `an error while it was read: ${reason}`, 'a TypeScript file that can be run', 'mend the error');
  }
}

const FILE = 'a TypeScript file';
const EXPORT = 'export default defineConfig({ … })';

const wholeFile = (file: string, got: string, allowed: string, change: string): ConfigError =>
  new ConfigError(file, [{ path: [], got, allowed, change }]);
