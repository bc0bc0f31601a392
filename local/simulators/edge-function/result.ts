import type { EdgeRequest, HeaderList } from '../../http';
import type { GeneratedResponse } from '../../ports';
import {
  type RequestObject,
  type ResponseCookie,
  type ResponseObject,
  requestObject,
  responseObject,
  type ValueMap,
  type Values,
} from './event';
import { type EventType, isHidden, READ_ONLY } from './headers';

/** What a function returned cannot be used: CloudFront answers 502. */
export class ValidationError extends Error {}

const LONGEST_URL = 8192;

/** The request that goes on, after what the function changed in it. */
export function changedRequest(original: EdgeRequest, returned: Partial<RequestObject>): EdgeRequest {
  const before = requestObject(original);
  if (returned.method !== before.method) throw new ValidationError(`'method' is read-only, got: ${shown(returned.method)}`);
  const uri = returned.uri;
  if (typeof uri !== 'string' || !/^\/[^\s#?\p{Cc}]*$/u.test(uri))
    throw new ValidationError(`'uri' must be a path that starts with /, got: ${shown(uri)}`);
  const query = changedQuery(original.query, before.querystring, returned.querystring);
  if (uri.length + (query ?? '').length >= LONGEST_URL)
    throw new ValidationError(`'uri' and 'querystring' must be shorter than ${LONGEST_URL} characters`);
  const headers = changedHeaders('viewer-request', original.headers, before.headers, returned.headers, 'cookie');
  return { ...original, path: uri, query, headers: [...headers, ...changedCookies(original, before.cookies, returned.cookies)] };
}

/** A response that a viewer-request function made. */
export function madeResponse(returned: Partial<ResponseObject> & { body?: unknown }): GeneratedResponse {
  return changedResponse('viewer-request', { status: 0, headers: [], body: Buffer.alloc(0) }, returned);
}

/** A response after what a viewer-response function changed in it, or one that a viewer-request function made of an empty one. */
export function changedResponse(
  event: EventType,
  original: GeneratedResponse,
  returned: Partial<ResponseObject> & { body?: unknown },
): GeneratedResponse {
  const before = responseObject(original);
  const { statusCode: status, statusDescription: reason } = returned;
  if (!Number.isInteger(status) || status! < 100 || status! > 599)
    throw new ValidationError(`'statusCode' must be a whole number from 100 to 599, got: ${shown(status)}`);
  if (reason !== undefined && (typeof reason !== 'string' || /\p{Cc}/u.test(reason)))
    throw new ValidationError(`'statusDescription' must be one line, got: ${shown(reason)}`);
  const headers = changedHeaders(event, original.headers, before.headers, returned.headers, 'set-cookie');
  const body = returned.body === undefined ? original.body : bytes(returned.body);
  return {
    status: status!,
    ...(reason !== undefined && { reason }),
    headers: [...headers, ...setCookies(returned.cookies)],
    ...(body && { body }),
  };
}

function bytes(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  const { data, encoding } = body as { data?: unknown; encoding?: unknown };
  if (typeof data !== 'string' || (encoding !== 'text' && encoding !== 'base64'))
    throw new ValidationError(`'body' must be a text or { encoding: 'text' | 'base64', data }, got: ${shown(body)}`);
  if (encoding === 'text') return Buffer.from(data);
  const decoded = Buffer.from(data, 'base64');
  if (decoded.toString('base64').replace(/=+$/, '') !== data.replace(/=+$/, ''))
    throw new ValidationError(`'body.data' is not base64`);
  return decoded;
}

/** Hidden headers stay as they were; of the others, what the function returned. `cookieHeader` travels as `cookies`. */
function changedHeaders(
  event: EventType,
  original: HeaderList,
  before: ValueMap,
  returned: ValueMap = {},
  cookieHeader: string,
): HeaderList {
  for (const [name, values] of Object.entries(returned)) checkHeader(name, values);
  for (const name of READ_ONLY[event])
    if (shown(before[name]) !== shown(returned[name])) throw new ValidationError(`header '${name}' is read-only in ${event}`);
  if (returned[cookieHeader]) throw new ValidationError(`header '${cookieHeader}' is set through 'cookies'`);
  const hidden = original.filter(([name]) => isHidden(name.toLowerCase()));
  return [...hidden, ...Object.entries(returned).flatMap(([name, values]) => expanded(name, before[name], values))];
}

function checkHeader(name: string, values: unknown): void {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
    throw new ValidationError(`header names must be lower-case tokens, got: ${shown(name)}`);
  if (isHidden(name)) throw new ValidationError(`header '${name}' is not allowed`);
  checkValues(`header '${name}'`, values);
}

function checkValues(what: string, values: unknown): asserts values is Values {
  const { value, multiValue = [] } = (values ?? {}) as { value?: unknown; multiValue?: unknown };
  const all = [value, ...(Array.isArray(multiValue) ? multiValue.map((item) => (item as Values | null)?.value) : [undefined])];
  if (all.some((each) => typeof each !== 'string' || /[\r\n\0]/.test(each)))
    throw new ValidationError(`${what} must be { value: one line }, got: ${shown(values)}`);
}

/** A changed `multiValue` wins; otherwise a changed `value` replaces the first and the rest stay. */
function expanded(name: string, before: Values | undefined, { value, multiValue }: Values): HeaderList {
  if (multiValue && shown(multiValue) !== shown(before?.multiValue)) return multiValue.map((each) => [name, each.value] as const);
  return [value, ...(multiValue ?? []).slice(1).map((each) => each.value)].map((each) => [name, each] as const);
}

/** A text may be returned too; unchanged parameters keep the query's own spelling. */
function changedQuery(original: string | undefined, before: ValueMap, returned: ValueMap | string = {}): string | undefined {
  if (shown(before) === shown(returned)) return original;
  const query = typeof returned === 'string' ? returned : joined(before, returned, '&', 'querystring');
  if (/[\s#\p{Cc}]/u.test(query))
    throw new ValidationError(`'querystring' must not have spaces, control characters or #, got: ${shown(query)}`);
  return query === '' ? undefined : query;
}

function changedCookies(original: EdgeRequest, before: ValueMap, returned: ValueMap = {}): HeaderList {
  if (shown(before) === shown(returned)) return original.headers.filter(([name]) => name.toLowerCase() === 'cookie');
  const cookies = joined(before, returned, '; ', 'cookie');
  return cookies === '' ? [] : [['cookie', cookies]];
}

function joined(before: ValueMap, returned: ValueMap, separator: string, what: string): string {
  for (const [name, values] of Object.entries(returned)) checkValues(`${what} '${name}'`, values);
  return Object.entries(returned)
    .flatMap(([name, values]) => expanded(name, before[name], values))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join(separator);
}

function setCookies(cookies: Readonly<Record<string, ResponseCookie>> = {}): HeaderList {
  return Object.entries(cookies).flatMap(([name, cookie]) => {
    checkValues(`cookie '${name}'`, cookie);
    return (cookie.multiValue ?? [cookie]).map(
      ({ value, attributes }) => ['set-cookie', `${name}=${value}${attributes ? `; ${attributes}` : ''}`] as const,
    );
  });
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
