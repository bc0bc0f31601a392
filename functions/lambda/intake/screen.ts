/** Holds a release against the names of other projects, and against those of its own that came before: from records alone. */
import { namesKey, projectKey } from '../../../domain/contracts/keys';
import type { FileRecord, ProjectSummary } from '../../../domain/contracts/release';
import type { Finding, ScreeningPolicy } from '../../../domain/contracts/screening';
import { LIKENESS_TEXT, similarTo } from '../../../domain/packages/similar-names';
import { samePublisher } from '../../../domain/signing/same-publisher';
import { historyOf, judge, watched } from '../../../domain/signing/watch';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import type { Intake, Release } from './intake';

type Screened = Pick<FileRecord, 'signer' | 'traits'>;

/** As many calls however many projects there are: one, or three for a project's first release. */
export async function screen(intake: Intake, release: Release, files: readonly Screened[]): Promise<Finding[]> {
  const { screening } = intake.policy;
  if (!screening) return [];
  const { ecosystem, manifest, id } = release;
  const summary = (await getJson<ProjectSummary>(intake.records, projectKey(ecosystem.name, manifest.project)))?.value;
  if (!summary) return checkName(intake, release, screening);
  const watch = {
    release: watched(manifest.version, intake.clock().toISOString(), files),
    history: historyOf(summary, id.upload),
    limits: screening,
    compareVersions: (a: string, b: string) => ecosystem.compareVersions(a, b),
  };
  return judge(watch, screening);
}

/**
 * One document for an ecosystem: it is read and written for first releases only, 100,000 names are 2 MB, and of two like names that
 * come at once only the first finds nothing, because the second has to read again what it failed to replace.
 */
interface Names {
  readonly schema: 1;
  readonly names: readonly string[];
}

/** A name that stops nothing is on the list from then on. */
const checkName = (intake: Intake, release: Release, screening: ScreeningPolicy): Promise<Finding[]> =>
  changeNames(intake, release.ecosystem.name, release.manifest.project, (names) =>
    nameFindings(intake, release, screening, names),
  );

/** Without a look at the others: for what is public already, and for what a person has approved. */
export async function listName(intake: Intake, ecosystem: string, project: string): Promise<void> {
  await changeNames(intake, ecosystem, project, () => []);
}

/** In the order of their characters. */
export const readNames = async ({ records }: Intake, ecosystem: string): Promise<readonly string[]> =>
  (await getJson<Names>(records, namesKey(ecosystem)))?.value.names ?? [];

function changeNames(
  { records }: Intake,
  ecosystem: string,
  project: string,
  check: (names: readonly string[]) => Finding[],
): Promise<Finding[]> {
  const key = namesKey(ecosystem);
  return untilUndisturbed(key, async () => {
    const stored = await getJson<Names>(records, key);
    const names = stored?.value.names ?? [];
    if (names.includes(project)) return [];
    const findings = check(names);
    if (findings.some(({ mode }) => mode !== 'note')) return findings;
    const next: Names = { schema: 1, names: [...names, project].sort() };
    return (await records.put(key, { body: toJson(next), contentType: JSON_TYPE, when: ifStill(stored) })) === 'stored'
      ? findings
      : undefined;
  });
}

function nameFindings(
  { policy }: Intake,
  { manifest: { ecosystem, project }, policy: own }: Release,
  { rules, allowNames }: ScreeningPolicy,
  names: readonly string[],
): Finding[] {
  if (allowNames.includes(`${ecosystem}/${project}`)) return [];
  const others = policy.projects.filter((other) => other.ecosystem === ecosystem && samePublisher(other, own));
  const ours = new Set(others.map((other) => other.project));
  const similar = similarTo(
    project,
    names.filter((name) => !ours.has(name)),
  );
  if (similar.length === 0) return [];
  const how = similar.slice(0, 5).map((other) => `${LIKENESS_TEXT[other.likeness]} '${other.project}'`);
  return [{ rule: 'similar-name', mode: rules['similar-name'], reason: `the new project '${project}' is ${how.join(', ')}` }];
}
