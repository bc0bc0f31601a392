/**
 * The bundled edge function as a month of requests needs it: one context for all calls, which is fifty times as fast as one for each.
 * That is right as long as a call leaves nothing behind, so every so many requests are put to the faithful runner too.
 */
import * as crypto from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { compileFunction } from 'node:vm';
import type { FunctionModel } from '../../local/assembly/model';
import type { EdgeRequest } from '../../local/http';
import type { EdgeFunction, FunctionContext, FunctionOutcome } from '../../local/ports';
import { createEdgeFunction, type EdgeFunctionDependencies } from '../../local/simulators/edge-function/edge-function';
import { eventObject } from '../../local/simulators/edge-function/event';
import { changedRequest, madeResponse } from '../../local/simulators/edge-function/result';

/** A prime, so that no pattern of the traffic hides from it. */
const COMPARED_EVERY = 1_999;

type Outcome = FunctionOutcome<EdgeRequest>;
type Handler = (event: object) => Promise<Parameters<typeof changedRequest>[1]>;

export function createQuickFunction(model: FunctionModel, deps: EdgeFunctionDependencies): EdgeFunction {
  const faithful = createEdgeFunction(model, deps);
  const quick = quickRunner(model.code, deps);
  let calls = 0;
  return {
    ...faithful,
    async viewerRequest(request, context) {
      const outcome = await quick(request, context);
      if (calls++ % COMPARED_EVERY === 0) compare(request, outcome, await faithful.viewerRequest(request, context));
      return outcome;
    },
  };
}

function compare({ method, path }: EdgeRequest, quick: Outcome, faithful: Outcome): void {
  // A realm's objects have prototypes of their own; what is compared is what they hold.
  if (isDeepStrictEqual(plain(quick), plain(faithful))) return;
  throw new Error(
    `${method} ${path}: the edge function answers otherwise in a context of its own, got: ${plain(quick)}, there: ${plain(faithful)}`,
  );
}

const plain = (outcome: Outcome): string => JSON.stringify(outcome);

/** @throws whatever the function throws: nothing in the month's traffic makes it throw */
function quickRunner(code: string, { clock, keyValueStore }: EdgeFunctionDependencies) {
  /** What the call under way has said; the last text counts. */
  const said: string[] = [];
  const store = {
    get: async (key: string): Promise<string> => {
      const value = await keyValueStore!.get(key);
      if (value === undefined) throw new Error(`KeyNotFound: ${key}`);
      return value;
    },
    exists: async (key: string): Promise<boolean> => (await keyValueStore!.get(key)) !== undefined,
  };
  const cloudfront = {
    kvs: () => store,
    logCustomData: (text: string) => {
      said.push(text);
    },
  };
  const handler = loaded(code, { cloudfront, crypto }, simulatedDate(clock));
  return async (request: EdgeRequest, context: FunctionContext): Promise<Outcome> => {
    said.length = 0;
    const returned = await handler(eventObject('viewer-request', context, request));
    const text = said.at(-1);
    const logData = text === undefined ? {} : { logData: text };
    // As the simulator does: what crosses is JSON.
    const answer = JSON.parse(JSON.stringify(returned)) as typeof returned;
    return Object.hasOwn(answer, 'statusCode')
      ? { kind: 'respond', response: madeResponse(answer), ...logData }
      : { kind: 'continue', value: changedRequest(request, answer), ...logData };
  };
}

function loaded(code: string, modules: Readonly<Record<string, unknown>>, date: unknown): Handler {
  const body = code.replace(/\bimport\s+(\w+)\s+from\s*(["'])([^"']+)\2/g, 'const $1 = require("$3")');
  const load = compileFunction(`'use strict';${body}\n;return handler`, ['require', 'Date']) as (...given: unknown[]) => Handler;
  return load((name: string) => modules[name], date);
}

const simulatedDate = (clock: () => number) =>
  class extends Date {
    constructor(value?: number) {
      super(value ?? clock());
    }
    static override now(): number {
      return clock();
    }
  };
