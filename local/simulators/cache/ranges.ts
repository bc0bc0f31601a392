/** Ranges served from a full copy: CF-C31, CF-C34 to CF-C36. */
import { type HeaderList, header } from '../../http';

/** Positions of the first and last byte, or what else becomes of the request. */
export type RangeDecision =
  | { readonly kind: 'whole' }
  | { readonly kind: 'unsatisfiable' }
  | { readonly kind: 'part'; readonly first: number; readonly last: number };

const WHOLE: RangeDecision = { kind: 'whole' };

/** @param size bytes of the stored body, compressed ones if it is stored compressed (CF-C35) */
export function decideRange(request: HeaderList, response: HeaderList, size: number): RangeDecision {
  const range = header(request, 'range');
  const set = /^bytes=(.+)$/.exec(range?.trim() ?? '')?.[1];
  if (set === undefined || !ifRangeHolds(header(request, 'if-range'), response)) return WHOLE;
  const specs = set.split(',').map((spec) => /^(\d*)-(\d*)$/.exec(spec.trim()));
  // CF-C34: a list that is not in order is the whole object; S3 serves no multi-range, so a good list is too (UNK-8).
  if (specs.length !== 1) return WHOLE;
  const [, first, last] = specs[0] ?? [];
  return first === undefined || last === undefined ? WHOLE : onePart(first, last, size);
}

function onePart(first: string, last: string, size: number): RangeDecision {
  if (first === '' && last === '') return WHOLE;
  if (first === '')
    return Number(last) === 0 || size === 0 ? { kind: 'unsatisfiable' } : part(Math.max(0, size - Number(last)), size - 1);
  if (last !== '' && Number(last) < Number(first)) return WHOLE; // invalid, so ignored (RFC 9110, 14.1.1)
  if (Number(first) >= size) return { kind: 'unsatisfiable' };
  return part(Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1));
}

const part = (first: number, last: number): RangeDecision => ({ kind: 'part', first, last });

/** Strong comparison for tags, equality for dates (RFC 9110, 13.1.5). */
function ifRangeHolds(validator: string | undefined, response: HeaderList): boolean {
  if (validator === undefined) return true;
  return validator.startsWith('"') ? validator === header(response, 'etag') : validator === header(response, 'last-modified');
}
