/** Reads `release.json`, which a publisher wrote and nobody has checked yet. */
import { z } from 'zod';
import { MANIFEST_NAME } from '../contracts/keys';
import { Refusal } from '../contracts/refusals';
import type { Manifest } from '../contracts/release';

/** Far more than the largest release of files with the longest names. Bytes. */
export const MAX_MANIFEST_BYTES = 1_000_000;

/** A name in the upload's folder. What a file of a release may be called is for its ecosystem to say. */
const objectName = z.string().min(1).max(255);

/** Bundles are found by their name and kept under another, so any plain one will do. */
const bundleName = objectName.regex(
  /^[A-Za-z0-9][A-Za-z0-9._+~!-]*$/,
  "must be of ASCII letters, digits, '.', '_', '+', '~', '!' and '-'",
);

/** Signers of one file; each bundle is read and verified. */
const MAX_BUNDLES = 8;

const SCHEMA = z.strictObject({
  schema: z.literal(1),
  ecosystem: z.string().max(50),
  project: z.string().max(255),
  version: z.string().max(255),
  files: z.array(
    z.strictObject({
      name: objectName,
      size: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower case hexadecimal digits'),
      bundles: z
        .array(bundleName)
        .max(MAX_BUNDLES)
        .refine((names) => new Set(names).size === names.length, 'names a bundle twice'),
    }),
  ),
}) satisfies z.ZodType<Manifest>;

/**
 * @param size in bytes
 * @throws Refusal MANIFEST_MALFORMED
 */
export function checkManifestSize(size: number): void {
  if (size > MAX_MANIFEST_BYTES) malformed(`it has ${size} bytes, at most ${MAX_MANIFEST_BYTES} are read`);
}

/** @throws Refusal MANIFEST_MALFORMED, with every problem and where it is */
export function parseManifest(bytes: Buffer): Manifest {
  checkManifestSize(bytes.length);
  const { data, error } = SCHEMA.safeParse(parseJson(bytes));
  if (!data) return malformed(error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`).join('; '));
  checkUnique(data);
  return data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return malformed('it is not JSON in UTF-8');
  }
}

/** Names that differ in case only are one file on many systems. */
function checkUnique({ files }: Manifest): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) malformed(`it names ${JSON.stringify(name)} twice`);
    seen.add(folded);
  }
}

function malformed(what: string): never {
  throw new Refusal('MANIFEST_MALFORMED', `${MANIFEST_NAME} is malformed: ${what}; write it with 'npx registry publish'.`);
}
