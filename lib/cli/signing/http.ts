/** Requests to Sigstore's services and to a CI's: JSON there, a few tries, and a sentence when it fails. */
import { CliError, messageOf, printable } from '../failure';
import type { World } from '../world';

export type Http = Pick<World, 'fetch' | 'sleep'>;

export interface Ask {
  /** Who is asked, for messages. */
  readonly who: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. @default - nothing is sent: GET */
  readonly body?: object;
}

const TRIES = 3;
const PAUSE_MS = 1000;
/** Rekor v2 answers when its next checkpoint is there, some seconds later. */
const TIMEOUT_MS = 30_000;

/** @throws CliError unless the answer is a good one */
export async function ask(request: Ask, { fetch, sleep }: Http): Promise<Buffer> {
  for (let tries = 1; ; tries++) {
    const { status, bytes, problem } = await once(request, fetch);
    if (bytes && status < 300) return bytes;
    if ((status !== 0 && status !== 429 && status < 500) || tries === TRIES)
      throw new CliError(`${request.who} (${new URL(request.url).origin}) ${printable(problem).slice(0, 500)}`);
    await sleep(PAUSE_MS * tries);
  }
}

interface Answer {
  /** 0: none came. */
  readonly status: number;
  readonly bytes?: Buffer;
  readonly problem: string;
}

async function once({ url, headers, body }: Ask, fetch: Http['fetch']): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, bytes, problem: `answered ${response.status}: ${bytes.toString()}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? `: ${messageOf(error.cause)}` : '';
    return { status: 0, problem: `did not answer: ${messageOf(error)}${cause}; check the network` };
  }
}

export async function askJson(request: Ask, http: Http): Promise<unknown> {
  const headers = { accept: 'application/json', ...request.headers };
  return JSON.parse((await ask({ ...request, headers }, http)).toString());
}
