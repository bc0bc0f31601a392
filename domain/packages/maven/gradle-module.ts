/** Gradle's module metadata. https://github.com/gradle/gradle/blob/master/platforms/documentation/docs/src/docs/design/gradle-module-metadata-latest-specification.md */
import { z } from 'zod';
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { coordinatesOf } from './coordinates';

/** Bytes; that of a large multiplatform library has some 200 KB. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Of a file: below or beside the release's own folder, never on another host. */
const url = z.string().regex(/^[\w.+%~@-][\w.+%~@/-]*$/, "is not a relative URL without '?' and '#'");
const located = z.object({ url });
const MODULE = z.object({
  formatVersion: z.string().regex(/^1\.\d+$/, 'is not 1.x'),
  component: z.object({
    group: z.string(),
    module: z.string(),
    version: z.string(),
    /** Where the metadata of the named component is; absent when it is this very file. */
    url: url.optional(),
  }),
  variants: z.array(z.object({ files: z.array(located).optional(), 'available-at': located.optional() })).optional(),
});

/**
 * Holds a module file against its release. That of one platform names the component of all platforms, with a `url` to it, and only
 * group and version are the release's own.
 * @throws Refusal METADATA_INVALID or METADATA_MISMATCH
 */
export function checkGradleModule(release: ReleaseName, file: ByteSource): void {
  const { component } = readModule(file);
  const { group, artifact } = coordinatesOf(release.project);
  const isOurs = component.group === group && component.version === release.version;
  if (isOurs && (component.module === artifact || component.url !== undefined)) return;
  throw new Refusal(
    'METADATA_MISMATCH',
    `The Gradle module metadata is of another release, got: ${JSON.stringify(`${component.group}:${component.module}:${component.version}`)}, not ${release.project}:${release.version}; publish it with the release that it belongs to.`,
  );
}

function readModule(file: ByteSource): z.infer<typeof MODULE> {
  if (file.size > MAX_BYTES) invalid(`it has ${file.size} bytes, at most ${MAX_BYTES} are read`);
  const result = MODULE.safeParse(parseJson(file.read(0, MAX_BYTES)));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return invalid(`${issue!.path.join('.') || 'the document'}: ${issue!.message}`);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return invalid('it is not JSON in UTF-8');
  }
}

function invalid(what: string): never {
  throw new Refusal('METADATA_INVALID', `The Gradle module metadata cannot be read: ${what}; publish it as Gradle writes it.`);
}
