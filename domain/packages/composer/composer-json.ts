/** What is taken from a composer.json: what other projects need to know of a package. https://getcomposer.org/doc/04-schema.md */
import { z } from 'zod';
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { isConstraint } from './constraints';
import { normaliseName } from './normalise';
import { normaliseVersion } from './versions';

/** Kept for every version, in records and in the index. Bytes. */
const MAX_BYTES = 128 * 1024;

/** PHP writes an empty object as `[]`. */
const object = <T extends z.ZodType>(value: T) =>
  z.preprocess((input) => (Array.isArray(input) && input.length === 0 ? {} : input), z.record(z.string(), value));
const strings = z.array(z.string());
const links = object(z.string().refine(isConstraint, 'is no version constraint of Composer'));

/** Types that Composer relies on. What only the root package may say (config, scripts, repositories) is left out, as is unknown. */
const FIELDS = z.object({
  description: z.string().optional(),
  keywords: strings.optional(),
  homepage: z.string().optional(),
  license: z.union([z.string(), strings]).optional(),
  authors: z.array(z.record(z.string(), z.string())).optional(),
  type: z.string().optional(),
  autoload: object(z.unknown()).optional(),
  'include-path': strings.optional(),
  'target-dir': z.string().optional(),
  bin: z.union([z.string(), strings]).optional(),
  require: links.optional(),
  'require-dev': links.optional(),
  conflict: links.optional(),
  replace: links.optional(),
  provide: links.optional(),
  suggest: object(z.string()).optional(),
  support: object(z.string()).optional(),
  funding: z.array(z.record(z.string(), z.string())).optional(),
  extra: object(z.unknown()).optional(),
  abandoned: z.union([z.boolean(), z.string()]).optional(),
});
const DOCUMENT = FIELDS.extend({ name: z.string(), version: z.string().optional() });

export type ComposerFields = z.infer<typeof FIELDS>;

/**
 * Reads a composer.json and holds it against the release.
 * @throws Refusal METADATA_INVALID or METADATA_MISMATCH
 */
export function readComposerJson(release: ReleaseName, bytes: Buffer): ComposerFields {
  const { name, version, ...fields } = parse(bytes);
  if (normaliseName(name) !== release.project || (version !== undefined && !isSame(version, release.version))) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The composer.json is of another release, got: ${JSON.stringify(name)} ${JSON.stringify(version ?? 'without version')}, not ${release.project} ${release.version}; package this release again.`,
    );
  }
  return fields;
}

/** The name and version that a composer.json says, if it says any. */
export function namesIn(bytes: Buffer): { name: string; version?: string | undefined } | undefined {
  const result = DOCUMENT.safeParse(jsonOf(bytes));
  return result.success ? result.data : undefined;
}

const isSame = (a: string, b: string): boolean => normaliseVersion(a) === normaliseVersion(b);

function parse(bytes: Buffer): z.infer<typeof DOCUMENT> {
  if (bytes.length > MAX_BYTES) invalid(`has ${bytes.length} bytes, at most ${MAX_BYTES} are read`);
  const result = DOCUMENT.safeParse(jsonOf(bytes) ?? invalid('is not JSON in UTF-8'));
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  return invalid(`is not as Composer wants it at '${path.join('.')}': ${message}`);
}

/** Undefined when the bytes are not JSON in UTF-8. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function invalid(what: string): never {
  throw new Refusal('METADATA_INVALID', `The composer.json ${what}; check it with 'composer validate' and package it again.`);
}
