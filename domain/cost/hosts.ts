/** Which host a resource of a template is for where delivery is split, and how much of the traffic comes to that. */
import { DISTRIBUTION, OWN_TYPES, ofType, reachedFrom, SUBSCRIPTION } from './plan-parts';
import type { Template } from './template';
import type { Workload } from './workload';

/** Logical ids of the distributions that may read nothing but files, beside the one that may read all; none where there is one host. */
export function filesDistributions(template: Template): string[] {
  const all = ofType(template, DISTRIBUTION).map(([id]) => id);
  const files = all.filter((id) => readsFilesOnly(template, id));
  return all.length === files.length + 1 ? files : [];
}

interface Statement {
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

function readsFilesOnly(template: Template, distribution: string): boolean {
  const reads = ofType(template, 'AWS::S3::BucketPolicy')
    .flatMap(
      ([, { Properties = {} }]) =>
        (Properties.PolicyDocument as { Statement?: readonly Statement[] } | undefined)?.Statement ?? [],
    )
    .filter(
      ({ Action, Condition = {} }) =>
        Action === 's3:GetObject' && JSON.stringify(Condition).includes(`{"Ref":"${distribution}"}`),
    )
    .flatMap(({ Resource }) => (Array.isArray(Resource) ? (Resource as unknown[]) : [Resource]));
  return reads.length > 0 && reads.every((resource) => JSON.stringify(resource).includes('/files/*'));
}

/** The files hosts' distributions, functions, stores, web ACLs and subscriptions; none where there is one host. */
export const filesHostResources = (template: Template): ReadonlySet<string> =>
  new Set(filesDistributions(template).flatMap((distribution) => resourcesOf(template, distribution)));

function resourcesOf(template: Template, distribution: string): string[] {
  const reached = reachedFrom(template, distribution);
  const own = OWN_TYPES.flatMap((type) => ofType(template, type)).filter(([id]) => reached.has(id));
  const plans = ofType(template, SUBSCRIPTION).filter(([id]) => reachedFrom(template, id).has(distribution));
  return [distribution, ...[...own, ...plans].map(([id]) => id)];
}

/** The same registry with one host, which serves everything. */
export function withoutFilesHosts(template: Template): Template {
  const files = filesHostResources(template);
  if (!files.size) return template;
  return { ...template, Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => !files.has(id))) };
}

/** What of a month's traffic comes to a distribution, its function or its web ACL. */
export function workAt(id: string, template: Template, work: Workload): Workload {
  const hosts = filesDistributions(template).length;
  if (!hosts) return work;
  return filesHostResources(template).has(id) ? filesWork(work, hosts) : indexWork(work);
}

/**
 * Anonymous requests for files that have a host of their own, of which each of several gets as much: projects are dealt out by their names,
 * so that is true of many and not of the one that everybody draws.
 */
export const filesWork = (work: Workload, hosts: number): Workload => ({
  ...work,
  requests: work.filesHost.requests / hosts,
  gb: work.filesHost.gb / hosts,
  readsPerRequest: work.filesHost.readsPerRequest,
  // Files do not change; what is blocked is too rare to count.
  releases: 0,
});

/** All others: documents, files with a token, and files of ecosystems that are not split. */
export function indexWork(work: Workload): Workload {
  const requests = work.requests - work.filesHost.requests;
  const reads = work.requests * work.readsPerRequest - work.filesHost.requests * work.filesHost.readsPerRequest;
  return { ...work, requests, gb: work.gb - work.filesHost.gb, readsPerRequest: requests > 0 ? reads / requests : 0 };
}
