/** What became of a request by the web ACL's verdict: what the edge function makes of it, without running the function. */
import { LIMIT_SIGNAL, LIMIT_SIGNAL_HEADER } from '../../domain/contracts/limit-signal';
import { type HeaderList, header } from '../../local/http';
import type { WafVerdict } from '../../local/ports';

/** A request over a limit. */
export interface Limited {
  /** Name of the rule. */
  readonly rule: string;
  /** Undefined: in evaluation, so it was served. */
  readonly refusal: { readonly retryAfterSeconds: number } | undefined;
}

/** @throws Error when the request was refused for another reason than a limit: the traffic has no such requests */
export function limitedBy(verdict: WafVerdict): Limited | undefined {
  if (verdict.action === 'allow') return signalled(header(verdict.insertedHeaders, LIMIT_SIGNAL_HEADER));
  if (verdict.response?.status !== 429) throw new Error(`The web ACL blocked, got: ${verdict.response?.status ?? 403}`);
  return ownAnswer(verdict.response.headers);
}

/** Values are few and requests many. */
const read = new Map<string, Limited>();

function signalled(value: string | undefined): Limited | undefined {
  if (value === undefined) return undefined;
  const known = read.get(value);
  if (known) return known;
  const [, seconds, , rule] = LIMIT_SIGNAL.exec(value) ?? [];
  if (rule === undefined) throw new Error(`The web ACL's signal is not of the documented form, got: ${value}`);
  const limited = { rule, refusal: seconds === '0' ? undefined : { retryAfterSeconds: Number(seconds) } };
  read.set(value, limited);
  return limited;
}

/** The web ACL's 429 names its rule in `RateLimit-Policy`, as the function does. */
function ownAnswer(headers: HeaderList): Limited {
  const [, rule] = /^"([^"]+)"/.exec(header(headers, 'RateLimit-Policy') ?? '') ?? [];
  const seconds = Number(header(headers, 'Retry-After'));
  if (rule === undefined || !(seconds > 0))
    throw new Error(`The web ACL's 429 lacks its rule or its wait, got: ${String(headers)}`);
  return { rule, refusal: { retryAfterSeconds: seconds } };
}
