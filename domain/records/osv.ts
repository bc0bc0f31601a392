/**
 * Advisories in OSV's format about what is yanked or blocked, from a project's summary alone. https://ossf.github.io/osv-schema/
 *
 * There is one for each version, project, file or publisher of a project and each kind of change; what follows changes it, and what
 * undoes it withdraws it. So a command changes one advisory, however many there are.
 */
import { createHash } from 'node:crypto';
import type { ListedRelease, ProjectSummary, StatusAction, StatusRecord } from '../contracts/release';
import { groupBy } from '../group-by';
import type { Ecosystem, RenderContext } from '../packages/ecosystem';
import { concerns } from './blocks';
import { eventId } from './decision';
import { OWN } from './ledger';

/** Whose advisories they are. */
export interface AdvisoryContext extends RenderContext {
  /** Name of the registry. */
  readonly registry: string;
}

export interface Advisory {
  readonly schema_version: '1.6.7';
  readonly id: string;
  readonly modified: string;
  readonly published: string;
  /** When it was undone; absent while it holds. */
  readonly withdrawn?: string;
  readonly summary: string;
  /** Markdown. */
  readonly details: string;
  /** Absent for an ecosystem that OSV does not know. */
  readonly affected?: readonly Affected[];
  readonly references: readonly { readonly type: 'PACKAGE'; readonly url: string }[];
  readonly database_specific: Details;
}

interface Affected {
  readonly package: { readonly ecosystem: string; readonly name: string };
  /** Absent when every version is affected. */
  readonly versions?: readonly string[];
  readonly ranges?: readonly { readonly type: 'ECOSYSTEM'; readonly events: readonly { readonly introduced: '0' }[] }[];
}

/** As an operator wrote it, and where the ledger has it. */
interface Details {
  readonly kind: Kind;
  readonly ecosystem: string;
  readonly project: string;
  readonly version?: string;
  /** The file (`sha256:...`) or publisher (`publisher:...`) that is blocked wherever it is. */
  readonly cause?: string;
  readonly reason: string;
  /** Ids of the ledger's events about it, oldest first. */
  readonly ledger: readonly string[];
}

type Kind = 'yanked' | 'blocked';
type Subject = Pick<StatusRecord, 'version' | 'cause'>;

/** What begins an advisory of a kind. A deprecated version is no danger, and has none. */
const KINDS: Partial<Record<StatusAction, Kind>> = { yank: 'yanked', unyank: 'yanked', block: 'blocked', unblock: 'blocked' };

/** What OSV calls an ecosystem, and where a client finds this registry's part of it. Generic files are no ecosystem of OSV's. */
const OSV_NAMES: Readonly<Record<string, readonly [name: string, path: string]>> = {
  pypi: ['PyPI', '/pypi/simple'],
  cargo: ['crates.io', '/cargo/index'],
  composer: ['Packagist', '/composer'],
  go: ['Go', '/go'],
  maven: ['Maven', '/maven'],
  npm: ['npm', '/npm'],
  rubygems: ['RubyGems', '/gems'],
};

/** An advisory, and how many changes made it what it is. */
export interface RevisedAdvisory {
  readonly advisory: Advisory;
  /** Grows with each. */
  readonly revision: number;
}

/** @param only those that such a record is part of. @default - all of the project */
export function advisoriesOf(
  summary: ProjectSummary,
  ecosystem: Ecosystem,
  context: AdvisoryContext,
  only: (record: StatusRecord) => boolean = () => true,
): RevisedAdvisory[] {
  const records = (summary.statuses ?? []).filter(({ action }) => KINDS[action]);
  return [...groupBy(records, subjectKey).values()]
    .filter((records) => records.some(only))
    .flatMap((records) => advisoryOf(records, summary, ecosystem, context) ?? []);
}

/** Records with the same key are about the same. */
export const subjectKey = ({ action, version, cause }: Pick<StatusRecord, 'action'> & Subject): string | undefined =>
  KINDS[action] && JSON.stringify([KINDS[action], version ?? null, cause ?? null]);

/** @param records about one subject, in their order @returns undefined when nobody gave a reason: then there is nothing to tell */
function advisoryOf(
  records: readonly StatusRecord[],
  summary: ProjectSummary,
  ecosystem: Ecosystem,
  context: AdvisoryContext,
): RevisedAdvisory | undefined {
  const told = records.filter(({ action, reason }) => isStart(action) && reason !== '');
  const [first, latest] = [told[0], told.at(-1)];
  if (!first || !latest) return undefined;
  const last = records.at(-1)!;
  const end = isStart(last.action) ? undefined : last.at;
  const versions = affectedVersions(latest, summary.releases, end);
  const kind = KINDS[latest.action]!;
  const advisory: Advisory = {
    schema_version: '1.6.7',
    id: advisoryId(context.registry, summary, latest),
    modified: last.at,
    published: first.at,
    ...(end !== undefined && { withdrawn: end }),
    summary: summaryText(latest, summary.project, kind, context.registry, end),
    details: markdown(latest.reason),
    ...affectedPackage(summary, versions, context),
    references: [{ type: 'PACKAGE', url: context.publicUrl + ecosystem.indexPath(summary.project) }],
    database_specific: details(records, latest, summary),
  };
  return { advisory, revision: records.length + (versions?.length ?? 0) };
}

const isStart = (action: StatusAction): boolean => action === 'yank' || action === 'block';

/**
 * Of a file or publisher: releases until the block was lifted; whoever is trusted again may release again.
 * @returns undefined for all versions
 */
function affectedVersions(
  record: StatusRecord,
  releases: readonly ListedRelease[],
  end: string | undefined,
): readonly string[] | undefined {
  if (record.version !== undefined) return [record.version];
  if (record.cause === undefined) return undefined;
  return releases
    .filter((release) => concerns(record, release) && (end === undefined || release.publishedAt <= end))
    .map(({ version }) => version);
}

function affectedPackage(
  summary: ProjectSummary,
  versions: readonly string[] | undefined,
  { publicUrl }: AdvisoryContext,
): Pick<Advisory, 'affected'> {
  const known = OSV_NAMES[summary.ecosystem];
  if (!known) return {};
  const [name, path] = known;
  // The suffix says whose package it is, as OSV has it for Maven and Packagist: another's of the same name is not meant.
  const affected = { package: { ecosystem: `${name}:${publicUrl}${path}`, name: packageName(summary) } };
  return {
    affected: [
      versions ? { ...affected, versions } : { ...affected, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
    ],
  };
}

/** As its author writes it: crates alone are known here by another spelling. The first release's, which no later one changes. */
function packageName({ ecosystem, project, releases }: ProjectSummary): string {
  const [first] = [...releases].sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
  const name = ecosystem === 'cargo' ? first?.files[0]?.metadata.name : undefined;
  return typeof name === 'string' ? name : project;
}

function summaryText(
  { version, cause }: Subject,
  project: string,
  kind: Kind,
  registry: string,
  end: string | undefined,
): string {
  const what =
    version !== undefined ? `${project} ${version}` : cause !== undefined ? `A file or publisher of ${project}` : project;
  return end === undefined ? `${what} is ${kind} in ${registry}` : `${what} is no longer ${kind} in ${registry}, since ${end}`;
}

function details(
  records: readonly StatusRecord[],
  { action, version, cause, reason }: StatusRecord,
  of: ProjectSummary,
): Details {
  const { ecosystem, project } = of;
  const logged = cause === undefined ? { ecosystem, project } : { ecosystem: OWN, project: cause };
  return {
    kind: KINDS[action]!,
    ecosystem,
    project,
    ...(version !== undefined && { version }),
    ...(cause !== undefined && { cause }),
    reason,
    ledger: records.map(({ id }) => eventId({ ...logged, upload: id })),
  };
}

/** `COMMONS-<REGISTRY>-<16 hexadecimal digits>`: the same for the same subject, whatever is said about it. */
function advisoryId(registry: string, { ecosystem, project }: ProjectSummary, record: StatusRecord): string {
  const subject = JSON.stringify([ecosystem, project, subjectKey(record)]);
  return `COMMONS-${registry.toUpperCase()}-${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
}

/** Plain text as Markdown that shows it, and nothing else. */
const markdown = (text: string): string => text.replace(/[\\`*_[\]<>&~]/g, '\\$&');
