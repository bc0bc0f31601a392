import { Script } from 'node:vm';
import type { FunctionModel } from '../../assembly/model';
import type { EdgeRequest } from '../../http';
import type { Clock, EdgeFunction, FunctionContext, FunctionOutcome, GeneratedResponse, KeyValueStore } from '../../ports';
import { eventObject } from './event';
import { changedRequest, changedResponse, madeResponse, ValidationError } from './result';
import { type CallResult, call, type EdgeLocation } from './runtime';

export interface EdgeFunctionDependencies {
  readonly clock: Clock;
  /** The store of `keyValueStoreArn`; needed when the function has one. */
  readonly keyValueStore?: KeyValueStore;
  /** Lines that CloudFront would write to CloudWatch Logs, and warnings of the simulator. */
  readonly log: (line: string) => void;
  /** @default a place that does not exist */
  readonly edgeLocation?: EdgeLocation;
  /** Longest that the function may run up to its first `await`, milliseconds. @default 5000: it ends endless loops, and busy machines are slow */
  readonly timeLimitMs?: number;
}

const MAX_BYTES = 10_240;
const MAX_LOG_DATA = 800;
const MODULES = ['cloudfront', 'crypto', 'querystring', 'buffer'];
const NOWHERE: EdgeLocation = { name: 'LOC', serverIp: '127.0.0.1', region: 'us-east-1' };

/**
 * A published CloudFront function. What is implemented is listed in README.md beside this file.
 * @throws Error when CloudFront would not take the function, or it needs what is not simulated.
 */
export function createEdgeFunction(model: FunctionModel, dependencies: EdgeFunctionDependencies): EdgeFunction {
  const script = compile(model, dependencies);
  const { clock, keyValueStore, log, edgeLocation = NOWHERE, timeLimitMs = 5000 } = dependencies;

  async function run(event: object, request: EdgeRequest, context: FunctionContext): Promise<CallResult> {
    if (typeof script === 'string') return { error: script, lines: [] };
    const result = await call(script, {
      event,
      rawQuery: request.query,
      now: clock(),
      store: keyValueStore,
      edgeLocation,
      timeLimitMs,
    });
    for (const line of logLines(result.lines, context)) log(line);
    if (result.logData === undefined) return result;
    const logData = capped(result.logData);
    if (logData !== result.logData) log(`${context.requestId} WARNING logCustomData was cut to ${MAX_LOG_DATA} bytes`);
    return { ...result, logData };
  }

  return {
    async viewerRequest(request, context) {
      const result = await run(eventObject('viewer-request', context, request), request, context);
      return outcome(result, (returned) => {
        if (Object.hasOwn(returned, 'statusCode')) return { kind: 'respond', response: madeResponse(returned) };
        if (!Object.hasOwn(returned, 'uri'))
          throw new ValidationError('the function must return the request or a response, got another object');
        return { kind: 'continue', value: changedRequest(request, returned) };
      });
    },
    async viewerResponse(request, response, context) {
      const result = await run(eventObject('viewer-response', context, request, response), request, context);
      return outcome<GeneratedResponse>(result, (returned) => ({
        kind: 'continue',
        value: changedResponse('viewer-response', response, returned),
      }));
    },
  };
}

/** The compiled function, or why it does not compile: CloudFront notices that only when it runs (FN-27). */
function compile(
  { name, runtime, code, keyValueStoreArn }: FunctionModel,
  { keyValueStore }: EdgeFunctionDependencies,
): Script | string {
  const problem = (text: string): Error => new Error(`function '${name}': ${text}`);
  if (runtime !== 'cloudfront-js-2.0') throw problem(`the runtime must be cloudfront-js-2.0, got: ${runtime}`);
  if (Buffer.byteLength(code) > MAX_BYTES)
    throw problem(`the code must have at most ${MAX_BYTES} bytes, got: ${Buffer.byteLength(code)}`);
  if (keyValueStoreArn && !keyValueStore) throw problem(`its KeyValueStore is missing: ${keyValueStoreArn}`);
  const required = code.replace(
    /\bimport\s+(\w+)\s+from\s*(["'])([^"']+)\2/g,
    (_, variable: string, quote: string, module: string) => {
      if (!MODULES.includes(module)) throw problem(`module '${module}' is not simulated; simulated: ${MODULES.join(', ')}`);
      return `const ${variable} = require(${quote}${module}${quote})`;
    },
  );
  try {
    return new Script(`'use strict';${required}\n;handler`, { filename: name });
  } catch (error) {
    return String(error);
  }
}

function outcome<T>(result: CallResult, read: (returned: object) => FunctionOutcome<T>): FunctionOutcome<T> {
  const logged = result.logData === undefined ? {} : { logData: result.logData };
  if (result.error !== undefined) return { kind: 'error', error: 'FunctionExecutionError', message: result.error, ...logged };
  try {
    const returned: unknown = JSON.parse(result.result!);
    if (typeof returned !== 'object' || returned === null)
      throw new ValidationError(`the function must return a request or a response, got: ${result.result!}`);
    return { ...read(returned), ...logged };
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return { kind: 'error', error: 'FunctionValidationError', message: error.message, ...logged };
  }
}

function logLines(lines: readonly string[], { requestId, distributionId }: FunctionContext): readonly string[] {
  if (lines.length === 0) return [];
  return [
    `${requestId} START DistributionID: ${distributionId}`,
    ...lines.map((line) => `${requestId} ${line}`),
    `${requestId} END`,
  ];
}

/** As many whole characters as fit once the text is URL-encoded. */
function capped(text: string): string {
  let kept = '';
  let bytes = 0;
  // Through a buffer, because half a surrogate pair cannot be URL-encoded.
  for (const character of Buffer.from(text).toString()) {
    bytes += encodeURIComponent(character).length;
    if (bytes > MAX_LOG_DATA) break;
    kept += character;
  }
  return kept;
}
