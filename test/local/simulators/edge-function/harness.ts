import type { FunctionModel } from '../../../../local/assembly/model';
import type { EdgeRequest, HeaderList } from '../../../../local/http';
import type { EdgeFunction, FunctionOutcome, KeyValueStore } from '../../../../local/ports';
import { createEdgeFunction, type EdgeFunctionDependencies } from '../../../../local/simulators/edge-function/edge-function';

export const NOW = Date.parse('2026-01-02T03:04:05.678Z');
export const CONTEXT = { distributionDomainName: 'd111.cloudfront.net', distributionId: 'E123', requestId: 'id-1' };

export const request = (changes: Partial<EdgeRequest> = {}): EdgeRequest => ({
  clientIp: '192.0.2.1',
  clientPort: 50_000,
  scheme: 'https',
  httpVersion: '2.0',
  method: 'GET',
  path: '/a',
  query: undefined,
  headers: [['Host', 'registry.example.org']],
  body: Buffer.alloc(0),
  ...changes,
});

export const storeOf = (values: Readonly<Record<string, string>>): KeyValueStore => ({
  get: (key) => Promise.resolve(values[key]),
  meta: () =>
    Promise.resolve({
      creationDateTime: '2026-01-01T00:00:00Z',
      lastUpdatedDateTime: '2026-01-02T00:00:00Z',
      keyCount: Object.keys(values).length,
    }),
});

export interface Running {
  readonly viewerRequest: OmitThisParameter<EdgeFunction['viewerRequest']>;
  readonly viewerResponse: OmitThisParameter<EdgeFunction['viewerResponse']>;
  readonly lines: readonly string[];
}

export function run(
  code: string,
  dependencies: Partial<EdgeFunctionDependencies> = {},
  model: Partial<FunctionModel> = {},
): Running {
  const lines: string[] = [];
  const edge = createEdgeFunction(
    { name: 'edge', runtime: 'cloudfront-js-2.0', code, keyValueStoreArn: undefined, ...model },
    { clock: () => NOW, log: (line) => lines.push(line), ...dependencies },
  );
  return { viewerRequest: edge.viewerRequest.bind(edge), viewerResponse: edge.viewerResponse.bind(edge), lines };
}

/** What a viewer-request function with this body does; the body sees `event` and `request`. */
export const viewerRequest = (
  body: string,
  changes: Partial<EdgeRequest> = {},
  dependencies: Partial<EdgeFunctionDependencies> = {},
): Promise<FunctionOutcome<EdgeRequest>> =>
  run(
    `import cf from 'cloudfront';\nasync function handler(event) { const request = event.request; ${body} }`,
    dependencies,
  ).viewerRequest(request(changes), CONTEXT);

/** What an expression is inside a function; it may use `event`, `request` and `cf`. */
export async function evaluated(
  expression: string,
  changes: Partial<EdgeRequest> = {},
  dependencies: Partial<EdgeFunctionDependencies> = {},
): Promise<unknown> {
  const outcome = await viewerRequest(
    `const value = ${expression}; return { statusCode: 200, body: JSON.stringify([value]) };`,
    changes,
    dependencies,
  );
  if (outcome.kind !== 'respond') throw new Error(JSON.stringify(outcome));
  return (JSON.parse(String(outcome.response.body)) as unknown[])[0];
}

/** The request that goes on; fails when the function does anything else. */
export async function passed(body: string, changes: Partial<EdgeRequest> = {}): Promise<EdgeRequest> {
  const outcome = await viewerRequest(`${body}; return request;`, changes);
  if (outcome.kind !== 'continue') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

export const sorted = (headers: HeaderList): HeaderList => headers.toSorted(([a], [b]) => a.localeCompare(b));
