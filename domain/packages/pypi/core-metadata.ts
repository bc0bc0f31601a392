/** Core metadata (`METADATA`, `PKG-INFO`): e-mail headers and a description. https://packaging.python.org/en/latest/specifications/core-metadata/ */
import { validRange } from '@renovatebot/pep440';
import { Refusal } from '../../contracts/refusals';
import { isRelease } from './filenames';

export interface CoreMetadata {
  readonly metadataVersion: string;
  readonly name: string;
  readonly version: string;
  /** Python versions that it runs on, a PEP 440 specifier set. */
  readonly requiresPython?: string;
}

/**
 * Reads the few fields that a registry needs, and holds them against the release.
 * @throws Refusal METADATA_INVALID or METADATA_MISMATCH
 */
export function readCoreMetadata(release: { project: string; version: string }, bytes: Buffer): CoreMetadata {
  const headers = parseHeaders(decode(bytes));
  const metadata = {
    metadataVersion: required(headers, 'Metadata-Version'),
    name: required(headers, 'Name'),
    version: required(headers, 'Version'),
    ...readRequiresPython(headers),
  };
  if (!/^[12]\.\d+$/.test(metadata.metadataVersion))
    invalid(`'Metadata-Version' is ${JSON.stringify(metadata.metadataVersion)}, 1.x and 2.x are known`);
  if (!isRelease(release, metadata.name, metadata.version)) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The metadata inside the archive is of another release, got: ${JSON.stringify(metadata.name)} ${JSON.stringify(metadata.version)}, not ${release.project} ${release.version}; build the archive of this release again.`,
    );
  }
  return metadata;
}

/**
 * Header fields by lower-case name, each with all its values; the body is the description and not read.
 * A field goes on in lines that begin with white space.
 */
export function parseHeaders(text: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && current) {
      current.push(`${current.pop()!}\n${line.trim()}`);
      continue;
    }
    const [, name, value] =
      /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? invalid(`line ${JSON.stringify(line.slice(0, 80))} is no header field`);
    current = headers.get(name!.toLowerCase()) ?? [];
    current.push(value!.trim());
    headers.set(name!.toLowerCase(), current);
  }
  return headers;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return invalid('it is not UTF-8');
  }
}

function only(headers: ReadonlyMap<string, readonly string[]>, field: string): string | undefined {
  const values = headers.get(field.toLowerCase()) ?? [];
  // Readers differ in whether the first or the last one counts.
  if (values.length > 1) invalid(`field '${field}' is there ${values.length} times`);
  return values[0];
}

const required = (headers: ReadonlyMap<string, readonly string[]>, field: string): string =>
  only(headers, field) || invalid(`field '${field}' is missing`);

function readRequiresPython(headers: ReadonlyMap<string, readonly string[]>): { requiresPython?: string } {
  const requiresPython = only(headers, 'Requires-Python');
  if (!requiresPython) return {};
  if (!validRange(requiresPython))
    invalid(`'Requires-Python' is not a PEP 440 specifier, got: ${JSON.stringify(requiresPython)}`);
  return { requiresPython };
}

function invalid(what: string): never {
  throw new Refusal(
    'METADATA_INVALID',
    `The metadata inside the archive cannot be read: ${what}; build the archive again with a current build tool.`,
  );
}
