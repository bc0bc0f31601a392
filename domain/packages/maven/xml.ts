/** Reads XML as if its writer were hostile: no document types, hence no entities of its own making, and nothing deep or large. */
import { SaxesParser } from 'saxes';
import type { ByteSource } from '../../contracts/byte-source';

/** A bill of materials with a thousand artifacts has 300 KB. Bytes. */
const MAX_XML_BYTES = 2 * 1024 * 1024;
const MAX_DEPTH = 100;
/** Encodings that have ASCII's bytes for ASCII's characters; others could hide one document in another. */
const ENCODINGS: ReadonlySet<string> = new Set(['utf-8', 'us-ascii', 'ascii', 'iso-8859-1', 'iso-8859-15', 'windows-1252']);

/** From U+00A0 on. Maven's own reader knows these without a declaration, and old POMs have them in the names of their authors. */
const LATIN_1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil ' +
  'sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute ' +
  'Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc ' +
  'atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide ' +
  'oslash ugrave uacute ucirc uuml yacute thorn yuml'
).split(' ');

/** The bytes of a document. @throws Error when it is too large to be one */
export function wholeXml(file: ByteSource): Buffer {
  checkSize(file.size);
  return file.read(0, file.size);
}

function checkSize(size: number): void {
  if (size > MAX_XML_BYTES) throw new Error(`it has ${size} bytes, at most ${MAX_XML_BYTES} are read`);
}

/**
 * Texts of the wanted elements, by path (`project/parent/version`), trimmed, comments left out. The whole document is read, and an
 * element that is wanted must hold text only and be there once.
 * @throws Error saying what is wrong with the document
 */
export function readTexts(bytes: Buffer, wanted: ReadonlySet<string>): ReadonlyMap<string, string> {
  checkSize(bytes.length);
  const parser = new SaxesParser();
  LATIN_1.forEach((name, i) => {
    parser.ENTITIES[name] = String.fromCharCode(0xa0 + i);
  });
  const texts = new Map<string, string>();
  const places = prefixes(wanted);
  const seen = new Set<string>();
  /** Paths of the open elements, as far as they lead to something wanted. */
  const open: (string | undefined)[] = [];
  const add = (text: string): void => {
    const path = open.at(-1);
    if (path !== undefined && wanted.has(path)) texts.set(path, (texts.get(path) ?? '') + text);
  };
  parser.on('doctype', () => fail('it has a document type declaration'));
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', ({ name }) => {
    const parent = open.length === 0 ? '' : open.at(-1);
    if (parent !== undefined && wanted.has(parent)) fail(`element '${parent}' holds other elements`);
    if (open.length === MAX_DEPTH) fail(`its elements are nested more than ${MAX_DEPTH} deep`);
    const path = parent === undefined ? undefined : parent === '' ? name : `${parent}/${name}`;
    const known = path !== undefined && places.has(path) ? path : undefined;
    open.push(known);
    if (known === undefined) return;
    if (seen.has(known)) fail(`element '${known}' is there twice`);
    seen.add(known);
    add('');
  });
  parser.on('closetag', () => open.pop());
  parser.write(decode(bytes)).close();
  return new Map([...texts].map(([path, text]) => [path, trim(text)]));
}

/** As Java does: a no-break space stays. */
function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}

const prefixes = (paths: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...paths].flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))));

function decode(bytes: Buffer): string {
  const [, declared = 'utf-8'] =
    /^(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(bytes.toString('latin1', 0, 200)) ?? [];
  const encoding = declared.toLowerCase();
  if (!ENCODINGS.has(encoding)) fail(`its encoding is ${JSON.stringify(declared)}, use UTF-8`);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return fail(`it is not ${declared}`);
  }
}

function fail(what: string): never {
  throw new Error(what);
}
