/**
 * Pages for people: each project's own, and the list of an ecosystem's packages. After the ledger, because a project's page names the
 * entries of its releases. Whatever is lost of them, a reindex makes anew.
 */
import { decisionKey, entriesKey, projectKey, settledId, type UploadId } from '../../../domain/contracts/keys';
import type { AcceptedVerdict, ProjectSummary, ReleaseRecord } from '../../../domain/contracts/release';
import { findEcosystem } from '../../../domain/packages/registry';
import { readEach } from '../../../domain/read-each';
import type { Decision } from '../../../domain/records/decision';
import { type ListPage, listObject, listPages, pagesTo } from '../../../domain/site/package-list';
import { packageObject } from '../../../domain/site/package-page';
import { uncountedObject } from '../../../domain/usage/stats/package-stats';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import type { Intake, ProjectOf } from './intake';
import { replaceOlder } from './publish-index';
import { listName, readNames } from './screen';

/** Under which numbers the ledger says that versions were accepted. A project has a place in the list before it has any. */
interface Entries {
  readonly schema: 1;
  readonly entries: Readonly<Record<string, number>>;
}

/** @param sequence of the ledger entry about the release */
export async function publishPages(
  intake: Intake,
  { ecosystem: name, project, version }: AcceptedVerdict,
  sequence: number,
): Promise<void> {
  const of = { ecosystem: findEcosystem(name)!, project };
  await addEntries(intake, of, { [version]: sequence });
  await publishPage(intake, of);
}

/** Makes the numbers anew from what was decided about each upload. */
export async function restorePages(intake: Intake, of: ProjectOf, { project, releases }: ProjectSummary): Promise<void> {
  const own = { ...of, project };
  const entries: Record<string, number> = {};
  for await (const [version, sequence] of readEach(releases, (release) => entryOf(intake, release)))
    if (sequence !== undefined) entries[version] = sequence;
  await introduce(intake, own);
  await addEntries(intake, own, entries);
  await publishPage(intake, own, true);
}

/** The decision about an upload, or about what followed after it was held. Undefined while its message is still on its way there. */
async function entryOf(
  { records }: Intake,
  { ecosystem, project, version, upload }: ReleaseRecord,
): Promise<readonly [string, number | undefined]> {
  const id: UploadId = { ecosystem, project, upload };
  for (const key of [decisionKey(id), decisionKey(settledId(id))]) {
    const decision = (await getJson<Decision>(records, key))?.value;
    if (decision?.verdict.outcome === 'accepted') return [version, decision.sequence];
  }
  return [version, undefined];
}

async function addEntries(intake: Intake, of: ProjectOf, added: Entries['entries']): Promise<void> {
  const { records } = intake;
  const key = entriesKey(of.ecosystem.name, of.project);
  await untilUndisturbed(key, async () => {
    const stored = await getJson<Entries>(records, key);
    if (!stored) await introduce(intake, of);
    const entries = { ...stored?.value.entries, ...added };
    if (stored && Object.keys(entries).length === Object.keys(stored.value.entries).length) return 'known';
    const body = toJson({ schema: 1, entries } satisfies Entries);
    return (await records.put(key, { body, contentType: JSON_TYPE, when: ifStill(stored) })) === 'stored' ? 'stored' : undefined;
  });
}

/** Before a project has a page: its place in the list, and the statistics that its page asks for. */
async function introduce(intake: Intake, of: ProjectOf): Promise<void> {
  const { packages } = intake;
  await publishList(intake, of);
  const uncounted = uncountedObject(of.ecosystem.name, of.project);
  await untilUndisturbed(uncounted.key, async () => {
    if (await packages.head(uncounted.key)) return 'there';
    return (await packages.put(uncounted.key, { ...publicWrite(uncounted), when: 'absent' })) === 'stored' ? 'stored' : undefined;
  });
}

/**
 * Writes a project's page, once the ledger has told of it. The numbers are read before the summary, which knew of each of their releases
 * before: so of two pages the one made of more of both is the newer.
 * @param again also when the stored page was made of as many
 */
export async function publishPage(intake: Intake, of: ProjectOf, again = false): Promise<void> {
  const { name } = of.ecosystem;
  const stored = await getJson<Entries>(intake.records, entriesKey(name, of.project));
  const summary = (await getJson<ProjectSummary>(intake.records, projectKey(name, of.project)))?.value;
  if (!stored || !summary) return;
  const { entries } = stored.value;
  const { publicUrl, registry } = intake;
  const page = packageObject(of.ecosystem, summary, { publicUrl, registry, entries });
  await replaceOlder(intake, page, summary.revision + Object.keys(entries).length, again);
}

/**
 * Writes the page of the list that names the project. Pages that are not there yet, because a longer one is divided now, come before
 * it: while it is missing a repetition does it all again.
 */
async function publishList(intake: Intake, { ecosystem: { name }, project }: ProjectOf): Promise<void> {
  await listName(intake, name, project);
  const path = pagesTo(listPages(await readNames(intake, name)), project);
  const objectOf = (page: ListPage) => listObject(intake.registry, name, page);
  const isThere = async (page: ListPage): Promise<boolean> => (await intake.packages.head(objectOf(page).key)) !== undefined;
  const write = (page: ListPage) => replaceOlder(intake, objectOf(page), page.count, true);
  let known = path.length - 1;
  while (!(await isThere(path[known]!)) && known > 0) known--;
  for (const page of path.slice(known, -1)) {
    for (const part of page.parts) if (!path.includes(part) && !(await isThere(part))) await write(part);
    await write(page);
  }
  await write(path.at(-1)!);
}
