import type { WafVerdict } from '../../ports';
import { choice, type Json, list, oneOf, record, text, WafPropertyError } from './shape';

export type CustomResponse = NonNullable<Extract<WafVerdict, { action: 'block' }>['response']>;
type Pairs = readonly (readonly [name: string, value: string])[];

export type Action =
  | { readonly kind: 'allow' | 'count'; readonly insert: Pairs }
  /** Without `response`: CloudFront's own 403 page. */
  | { readonly kind: 'block'; readonly response: CustomResponse | undefined };

export type Bodies = ReadonlyMap<string, Pick<CustomResponse, 'body' | 'contentType'>>;

const CONTENT_TYPES = { TEXT_PLAIN: 'text/plain', TEXT_HTML: 'text/html', APPLICATION_JSON: 'application/json' } as const;
const STATUSES = [
  200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409, 411, 412, 413, 414, 415, 416,
  421, 429, 500, 501, 502, 503, 504, 505,
];
const MAX_BODY_BYTES = 4096;
const MAX_ALL_BODIES_BYTES = 51_200;

export function compileBodies(where: string, value: unknown): Bodies {
  const entries = Object.entries((value ?? {}) as Json).map(([key, item]) => {
    const json = record(`${where}.${key}`, item, ['ContentType', 'Content']);
    const contentType =
      CONTENT_TYPES[
        oneOf(`${where}.${key}.ContentType`, json.ContentType, Object.keys(CONTENT_TYPES) as (keyof typeof CONTENT_TYPES)[])
      ];
    const body = text(`${where}.${key}.Content`, json.Content);
    atMost(`${where}.${key}.Content`, Buffer.byteLength(body), MAX_BODY_BYTES, 'bytes');
    return [key, { contentType, body }] as const;
  });
  atMost(
    where,
    entries.reduce((sum, [, { body }]) => sum + Buffer.byteLength(body), 0),
    MAX_ALL_BODIES_BYTES,
    'bytes in all bodies',
  );
  return new Map(entries);
}

/** `allowed`: a rule may count, a default action may not. */
export function compileAction(
  where: string,
  value: unknown,
  bodies: Bodies,
  allowed: readonly ('Allow' | 'Block' | 'Count')[],
): Action {
  const [kind, json] = choice(where, value, allowed);
  const here = `${where}.${kind}`;
  if (kind === 'Block') {
    const { CustomResponse: custom } = record(here, json, ['CustomResponse']);
    return {
      kind: 'block',
      response: custom === undefined ? undefined : customResponse(`${here}.CustomResponse`, custom, bodies),
    };
  }
  const { CustomRequestHandling: handling } = record(here, json, ['CustomRequestHandling']);
  const insert = handling === undefined ? [] : insertedHeaders(`${here}.CustomRequestHandling`, handling);
  return { kind: kind === 'Allow' ? 'allow' : 'count', insert };
}

function insertedHeaders(where: string, value: unknown): Pairs {
  const headers = pairs(`${where}.InsertHeaders`, record(where, value, ['InsertHeaders']).InsertHeaders);
  return headers.map(([name, content]) => {
    if (!/^[A-Za-z0-9._$-]{1,64}$/.test(name) || content.length > 255)
      throw new WafPropertyError(
        `${where}.InsertHeaders`,
        `must have names of at most 64 of A-Z a-z 0-9 . _ $ - and values of at most 255, got: ${name}`,
      );
    return [`x-amzn-waf-${name.toLowerCase()}`, content];
  });
}

function customResponse(where: string, value: unknown, bodies: Bodies): CustomResponse {
  const json = record(where, value, ['ResponseCode', 'CustomResponseBodyKey', 'ResponseHeaders']);
  const headers = json.ResponseHeaders === undefined ? [] : pairs(`${where}.ResponseHeaders`, json.ResponseHeaders);
  const names = headers.map(([name]) => name.toLowerCase());
  if (names.includes('content-type') || new Set(names).size < names.length)
    throw new WafPropertyError(
      `${where}.ResponseHeaders`,
      `must not have content-type nor a name twice, got: ${names.join(', ')}`,
    );
  const body =
    json.CustomResponseBodyKey === undefined
      ? { body: '', contentType: 'text/plain' }
      : bodies.get(text(`${where}.CustomResponseBodyKey`, json.CustomResponseBodyKey));
  if (!body)
    throw new WafPropertyError(
      `${where}.CustomResponseBodyKey`,
      `must be one of CustomResponseBodies, got: ${JSON.stringify(json.CustomResponseBodyKey)}`,
    );
  return { status: oneOf(`${where}.ResponseCode`, json.ResponseCode, STATUSES), headers, ...body };
}

function pairs(where: string, value: unknown): Pairs {
  const items = list(where, value).map((item, i) => {
    const json = record(`${where}[${i}]`, item, ['Name', 'Value']);
    return [text(`${where}[${i}].Name`, json.Name), text(`${where}[${i}].Value`, json.Value)] as const;
  });
  atMost(where, items.length, 10, 'headers');
  return items;
}

function atMost(where: string, got: number, most: number, unit: string): void {
  if (got > most) throw new WafPropertyError(where, `must have at most ${most} ${unit}, got: ${got}`);
}
