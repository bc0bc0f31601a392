/** Requests and responses as the edge sees them: what travels between its simulators. No sockets here, see `listen.ts`. */

/** Header fields in the order received, names as spelled on the wire, repeated fields repeated. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** One request of a viewer. */
export interface EdgeRequest {
  /** Address of the connection's peer, IPv4 or IPv6 text. */
  readonly clientIp: string;
  readonly clientPort: number;
  readonly scheme: 'http' | 'https';
  readonly httpVersion: '1.0' | '1.1' | '2.0' | '3.0';
  readonly method: string;
  /** Path as sent, percent-escapes intact, without query. */
  readonly path: string;
  /** Query as sent, without `?`; undefined when there is no `?`. */
  readonly query: string | undefined;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** One response to a viewer. */
export interface EdgeResponse {
  readonly status: number;
  /** Reason phrase, when it is not the standard one of the status. */
  readonly reason?: string;
  readonly headers: HeaderList;
  /** Empty for HEAD, 204 and 304. */
  readonly body: Buffer;
}

/** First value of a header, or undefined. Names compare case-insensitively. */
export function header(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([each]) => each.toLowerCase() === wanted)?.[1];
}

/** All values of a header, joined as HTTP allows; undefined when absent. */
export function joinedHeader(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values.join(', ') : undefined;
}

export function withoutHeaders(headers: HeaderList, names: readonly string[]): HeaderList {
  const unwanted = new Set(names.map((name) => name.toLowerCase()));
  return headers.filter(([name]) => !unwanted.has(name.toLowerCase()));
}

/** Sets one header: every field of that name goes, the new one is appended. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeaders(headers, [name]), [name, value]];
}

/** Bytes of the header block as HTTP/1.1 would write it. */
export function headerBytes(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value) + 4, 2);
}
