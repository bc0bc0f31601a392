/** What one record of a zip archive's directory says, and whether everyone reads it so. */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Entry } from 'yauzl';
import type { Use } from './entry-path';
import { refuseArchive } from './refuse';

export interface Member {
  readonly entry: Entry;
  readonly name: string;
  readonly isFolder: boolean;
}

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x0001;
const UTF8 = 0x0800;
/** How hard it was compressed (2), a descriptor, names in UTF-8: what plain archives have. */
const PLAIN_FLAGS = 0x0006 | 0x0008 | UTF8;
const TYPE_MASK = 0o170000;
const LINK = 0o120000;
const FOLDER = 0o040000;
/** Unix types; none, or all bits where the maker knew no mode (-1, as in jars of older Maven), is no type. */
const PLAIN_TYPES: ReadonlySet<number> = new Set([0, FOLDER, 0o100000, TYPE_MASK]);
/** https://libzip.org/specifications/appnote_iz.txt */
const UNICODE_PATH = 0x7075;
/** Before the name in that field: a version and a checksum. */
const UNICODE_PATH_HEADER = 5;

/** @throws Refusal ARCHIVE_ENTRY or ARCHIVE_AMBIGUOUS */
export function memberOf(entry: Entry, use: Use): Member {
  const name = nameOf(entry, use);
  const isFolder = name.endsWith('/');
  const shown = JSON.stringify(name);
  checkPacking(entry, shown);
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type === LINK) refuseArchive('ARCHIVE_ENTRY', `zip entry ${shown} is a symbolic link`);
  if (!PLAIN_TYPES.has(type))
    refuseArchive('ARCHIVE_ENTRY', `zip entry ${shown} is neither file nor folder, got mode: ${type.toString(8)}`);
  if (type === FOLDER && !isFolder) refuseArchive('ARCHIVE_AMBIGUOUS', `zip entry ${shown} is a folder under the name of a file`);
  if (isFolder && entry.uncompressedSize > 0)
    refuseArchive('ARCHIVE_AMBIGUOUS', `zip entry ${shown} is a folder with ${entry.uncompressedSize} bytes in it`);
  return { entry, name, isFolder };
}

function checkPacking({ generalPurposeBitFlag: flags, compressionMethod }: Entry, shown: string): void {
  if (flags & ENCRYPTED) refuseArchive('ARCHIVE_ENTRY', `zip entry ${shown} is encrypted`);
  if (flags & ~PLAIN_FLAGS) refuseArchive('ARCHIVE_ENTRY', `zip entry ${shown} has unknown flags, got: 0x${flags.toString(16)}`);
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    refuseArchive(
      'ARCHIVE_ENTRY',
      `zip entry ${shown} uses compression method ${compressionMethod}, only stored (0) and deflated (8) are read`,
    );
  }
}

/** Old tools wrote jars with names in UTF-8 and did not say so; elsewhere the same bytes are read as CP437 or as UTF-8. */
function nameOf({ fileNameRaw, generalPurposeBitFlag, extraFields }: Entry, use: Use): string {
  const name = fileNameRaw.toString();
  const marked = (generalPurposeBitFlag & UTF8) !== 0 || use === 'in-place';
  if (!isAscii(fileNameRaw) && !(marked && isUtf8(fileNameRaw)))
    refuseArchive(
      'ARCHIVE_AMBIGUOUS',
      `zip entry ${JSON.stringify(name)} has a name that is not marked, or not written, as UTF-8`,
    );
  const other = extraFields.find(
    ({ id, data }) => id === UNICODE_PATH && !data.subarray(UNICODE_PATH_HEADER).equals(fileNameRaw),
  );
  if (other) refuseArchive('ARCHIVE_AMBIGUOUS', `zip entry ${JSON.stringify(name)} has another name in an extra field`);
  return name;
}
