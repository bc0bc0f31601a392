/** Extended headers of tar archives: records `length key=value`, each ending in a newline. */
import { refuseArchive } from './refuse';

/** They change what the bytes of the entry, or of its name, mean, and some readers know nothing of them. */
const MEANING = /^(GNU\.sparse\.|hdrcharset$)/;

/** @throws Refusal ARCHIVE_AMBIGUOUS or ARCHIVE_ENTRY */
export function readPax(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < content.length; ) {
    const [, digits = ''] = /^(\d{1,6}) /.exec(content.toString('latin1', at, at + 7)) ?? [];
    const end = at + Number(digits);
    const record = content.subarray(at + digits.length + 1, end - 1);
    const equals = record.indexOf('=');
    if (digits === '' || end > content.length || content[end - 1] !== 0x0a || equals < 1)
      refuseArchive('ARCHIVE_AMBIGUOUS', 'an extended header is not made of records');
    add(records, record.toString('utf8', 0, equals), record.toString('utf8', equals + 1));
    at = end;
  }
  return records;
}

function add(records: Map<string, string>, key: string, value: string): void {
  if (records.has(key)) refuseArchive('ARCHIVE_AMBIGUOUS', `an extended header says ${JSON.stringify(key)} twice`);
  if (MEANING.test(key))
    refuseArchive('ARCHIVE_ENTRY', `an extended header has ${JSON.stringify(key)}, which not everyone reads`);
  if ((key === 'path' || key === 'linkpath') && (value === '' || value.includes('\0')))
    refuseArchive('ARCHIVE_AMBIGUOUS', `an extended header has an empty ${key}, or a NUL in it`);
  if (key === 'size' && !/^\d{1,15}$/.test(value))
    refuseArchive('ARCHIVE_AMBIGUOUS', `an extended header has the size ${JSON.stringify(value)}`);
  records.set(key, value);
}
