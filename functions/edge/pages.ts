import { errorName, errorPath, type HTTP_ERRORS, type HttpErrorCode } from '../../domain/contracts/http-errors';
import { type Header, JSON_TYPE, stringify } from './site';

export type Page = AWSCloudFrontFunction.Response;

interface Headers {
  readonly [name: string]: string;
}

/** A short answer that is made here; nobody may keep it unless `headers` say so. */
export function page(status: number, reason: string, body: string, headers: Headers | undefined): Page {
  const all: AWSCloudFrontFunction.ValueObject = {
    'content-type': { value: 'text/plain; charset=utf-8' },
    'cache-control': { value: 'no-store' },
  };
  for (const name in headers) all[name] = { value: headers[name]! };
  return { statusCode: status, statusDescription: reason, headers: all, body: `${body}\n` };
}

export const json = (body: string): Page => page(200, 'OK', body, { 'content-type': JSON_TYPE });

/** The registry's as a client calls it; CloudFront listens on the standard ports only: a host with a port is a local run, which has no TLS. */
export const originOf = (host: Header | undefined): string =>
  host ? `${host.value.includes(':') ? 'http' : 'https'}://${host.value}` : '';

/** Whom an error is told. */
export interface Reader {
  /** `Host`, by which the client calls the registry. */
  readonly authority: Header | undefined;
  /** As of `EdgeEcosystem.problem`. */
  readonly problem: string | undefined;
}

/**
 * An error in the form that the client shows to its user: the reason phrase is all that pip, Maven, Gradle, gem and Bundler show; cargo
 * and go show a text; uv shows title and detail of a problem document (RFC 9457), npm and yarn its `error`, Composer its `warning`.
 *
 * @param more what is to be said beside the error's name: '' or sentences with a space after the last
 */
export function errorPage<Code extends HttpErrorCode>(
  code: Code,
  status: (typeof HTTP_ERRORS)[Code]['status'],
  reader: Reader,
  more: string,
  headers?: Headers,
): Page {
  const type = errorPath(code);
  const title = errorName(code);
  const detail = more + originOf(reader.authority) + type;
  const text = `${title}. ${detail}`;
  const problem = reader.problem;
  return page(
    status,
    text,
    problem ? stringify({ type, title, status, detail, error: text, warning: text }) : text,
    // npm prints the header too, and of nothing that may be cached.
    problem ? Object.assign({ 'content-type': problem, 'npm-notice': text }, headers) : headers,
  );
}
