import type { EdgeRequest, HeaderList } from '../../http';
import type { FunctionContext, GeneratedResponse } from '../../ports';
import { type EventType, isHidden } from './headers';

export interface Values {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}
export type ValueMap = Readonly<Record<string, Values>>;

export interface RequestObject {
  readonly method: string;
  readonly uri: string;
  readonly querystring: ValueMap;
  readonly headers: ValueMap;
  readonly cookies: ValueMap;
}

export interface ResponseCookie extends Values {
  readonly attributes?: string;
  readonly multiValue?: readonly { readonly value: string; readonly attributes?: string }[];
}

export interface ResponseObject {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers: ValueMap;
  readonly cookies: Readonly<Record<string, ResponseCookie>>;
}

/** The event as the function sees it: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
export function eventObject(eventType: EventType, context: FunctionContext, request: EdgeRequest, response?: GeneratedResponse) {
  return {
    version: '1.0',
    context: { ...context, eventType },
    viewer: { ip: request.clientIp },
    request: requestObject(request),
    ...(response && { response: responseObject(response) }),
  };
}

export function requestObject(request: EdgeRequest): RequestObject {
  const headers = visible(request.headers);
  return {
    method: request.method,
    uri: request.path,
    querystring: collapse((request.query ?? '').split('&').filter(Boolean).map(pair)),
    headers: collapse(headers.filter(([name]) => name !== 'cookie')),
    cookies: collapse(
      headers
        .filter(([name]) => name === 'cookie')
        .flatMap(([, value]) => value.split(/;\s*/))
        .filter(Boolean)
        .map(pair),
    ),
  };
}

export function responseObject(response: GeneratedResponse): ResponseObject {
  const headers = visible(response.headers);
  return {
    statusCode: response.status,
    ...(response.reason !== undefined && { statusDescription: response.reason }),
    headers: collapse(headers.filter(([name]) => name !== 'set-cookie')),
    cookies: Object.fromEntries(headers.filter(([name]) => name === 'set-cookie').map(([, value]) => setCookie(value))),
  };
}

/** Only ASCII letters are lowered. */
const lower = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const visible = (headers: HeaderList): HeaderList =>
  headers.map(([name, value]) => [lower(name), value] as const).filter(([name]) => !isHidden(name));

/** Neither side is decoded; a name without `=` has the value ''. */
function pair(text: string): readonly [string, string] {
  const [name = '', ...value] = text.split('=');
  return [name, value.join('=')];
}

/** Several of one name become one entry: its first value, and all of them as `multiValue`. */
function collapse(pairs: HeaderList): ValueMap {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = pairs.filter(([other]) => other === name).map(([, value]) => ({ value }));
      return [name, { value: values[0]!.value, ...(values.length > 1 && { multiValue: values }) }];
    }),
  );
}

function setCookie(header: string): [string, ResponseCookie] {
  const [first = '', ...attributes] = header.split(/;\s*/);
  const [name, value] = pair(first);
  return [name, { value, ...(attributes.length > 0 && { attributes: attributes.join('; ') }) }];
}
