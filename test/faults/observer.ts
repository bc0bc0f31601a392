/** What a reader may find at any moment, whoever is at work: nothing that is half public. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { blockedName, fileBlockKey, projectBlockKey, SOME } from '../../domain/contracts/blocks';
import { OPEN_PREFIX, projectKey, STATUSES_PREFIX, VERDICTS_PREFIX, verdictKey } from '../../domain/contracts/keys';
import type { CommandVerdict, ProjectSummary, Verdict } from '../../domain/contracts/release';
import { LINKS_TO_FILES, openKey } from '../../domain/contracts/variants';
import { findEcosystem } from '../../domain/packages/registry';
import { readEntry } from '../../domain/records/ledger';
import { HEAD_KEY, type LedgerHead, pageKey, splitPage } from '../../domain/records/ledger-documents';
import type { MemoryEdgeStore } from '../../functions/shared/memory/edge-store';
import { jsonAt } from '../functions/intake/bench';
import type { Archive } from '../helpers/pypi-archives';
import type { Of, Registry } from './registry';

/** A release that may be public, with its files. */
export interface Known extends Of {
  readonly version: string;
  readonly files: readonly Archive[];
}

/** Ways to say which bytes a file has. */
const tokensOf = ({ body }: Archive): string[] => [
  createHash('sha256').update(body).digest('hex'),
  createHash('sha512').update(body).digest('base64'),
  createHash('sha1').update(body).digest('hex'),
];

const texts = new WeakMap<Buffer, string>();

function textOf(body: Buffer): string {
  const known = texts.get(body);
  if (known !== undefined) return known;
  const text = (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString('latin1');
  texts.set(body, text);
  return text;
}

/** Documents that name versions and no digests. */
const NAMES_VERSIONS: Readonly<Record<string, RegExp>> = { go: /\/@v\/list$|\/@latest$/, maven: /\/maven-metadata\.xml$/ };
/** A known release with the tokens of its files, and where these must be. */
interface Traced extends Known {
  readonly tokens: readonly string[];
  readonly places: readonly (readonly [key: string, file: Archive])[];
}

/** Whether a document names the release. */
function names(key: string, text: string, { ecosystem, version, tokens }: Traced): boolean {
  if (key.split('/')[1] !== ecosystem) return false;
  if (NAMES_VERSIONS[ecosystem]?.test(key)) return text.split(/[\s"<>]/).includes(version);
  return tokens.some((token) => text.includes(token));
}

/** Keys of the documents that name the release, in either variant. */
const namedBy = ({ packages }: Registry, release: Traced): string[] =>
  packages.keys().filter((key) => /^(index|open)\//.test(key) && names(key, textOf(packages.current(key)!.body), release));

/** Documents that name the release to one kind of readers only. */
function halfNamed(documents: readonly string[]): string[] {
  const wanted = documents.filter((key) => LINKS_TO_FILES.test(key)).map(openKey);
  const open = documents.filter((key) => key.startsWith(OPEN_PREFIX));
  return [...wanted.filter((key) => !open.includes(key)), ...open.filter((key) => !wanted.includes(key))];
}

export class Observer {
  private readonly known: readonly Traced[];

  /** Answers that were given before the scenario began. */
  private readonly old: ReadonlySet<string>;

  /**
   * @param before what there is to begin with
   * @param isSplit whether delivery is split: then each reader has a variant of their own, and each host an edge
   */
  constructor(
    known: readonly Known[],
    before: Registry,
    private readonly isSplit = false,
  ) {
    this.old = new Set(before.staging.keys());
    this.known = known.map((release) => ({
      ...release,
      tokens: release.files.flatMap(tokensOf),
      places: release.files.map((file) => [
        findEcosystem(release.ecosystem)!.fileObject(release.project, file, Buffer.alloc(0), release.version).key,
        file,
      ]),
    }));
  }

  /**
   * @param name of the call after which to look: only what it can have changed is looked at
   * @returns sentences about what must not be seen; empty when all is well
   */
  see(registry: Registry, name: string): string[] {
    if (!/^(packages|edges|staging)\./.test(name) || /\.(get|head|list|revision)$/.test(name)) return [];
    return [...this.namedFiles(registry), ...listedProjects(registry), ...publishedLedger(registry), ...this.answers(registry)];
  }

  private namedFiles(registry: Registry): string[] {
    return this.known.flatMap((release) => {
      const missing = release.places.filter(([place, file]) => !registry.packages.current(place)?.body.equals(file.body));
      if (missing.length === 0) return [];
      return namedBy(registry, release).map((key) => `${key} names ${missing[0]![0]}, which is not there.`);
    });
  }

  /** Whoever has read an answer finds what it says to be so. */
  private answers(registry: Registry): string[] {
    const keys = registry.staging.keys().filter((key) => key.startsWith(VERDICTS_PREFIX) && !this.old.has(key));
    if (keys.length === 0) return [];
    const logged = loggedUploads(registry);
    return keys.flatMap((key) => {
      const verdict = jsonAt(registry.staging, key) as Verdict | CommandVerdict;
      if (!('action' in verdict) && verdict.outcome !== 'rejected' && !logged.has(`${verdict.ecosystem} ${verdict.upload}`))
        return [`${key} tells of a decision that is not in the published ledger.`];
      if (verdict.outcome === 'accepted') return this.accepted(registry, verdict);
      if (verdict.outcome === 'applied' && verdict.action === 'block') return this.settled(registry, true);
      return verdict.outcome === 'applied' && verdict.action === 'unblock' ? this.settled(registry, false) : [];
    });
  }

  /** Until something else is said about the project, its index names what was accepted. */
  private accepted(registry: Registry, { ecosystem, project, version }: Extract<Verdict, { outcome: 'accepted' }>): string[] {
    const isChanged = registry.records.keys().some((key) => key.startsWith(STATUSES_PREFIX));
    const releases = this.known.filter((each) => isOf(each, ecosystem, project) && each.version === version);
    return isChanged || releases.some((release) => namedBy(registry, release).length > 0)
      ? []
      : [`No document names ${ecosystem} ${project} ${version}, which was accepted.`];
  }

  /** What is on record as blocked is refused at the edge and named nowhere; what is not, is served and named. */
  private settled(registry: Registry, blocked: boolean): string[] {
    return this.known
      .filter((release) => isBlocked(registry, release) === blocked)
      .flatMap((release) => {
        const documents = namedBy(registry, release);
        const edges = registry.edges.slice(0, this.isSplit ? 2 : 1);
        const refused = release.places.flatMap(([place]) => edges.map((edge) => isRefused(edge, release, place)));
        const half = this.isSplit ? halfNamed(documents) : [];
        const name = `${release.ecosystem} ${release.project} ${release.version}`;
        return [
          ...(blocked ? documents.map((document) => `${document} names ${name}, which is blocked.`) : []),
          ...(blocked && refused.includes(false) ? [`The edge serves ${name}, which is blocked.`] : []),
          ...(!blocked && documents.length === 0 ? [`No document names ${name}, which is not blocked.`] : []),
          ...half.map((document) => `${document} and its other variant do not both name ${name}.`),
          ...(!blocked && refused.includes(true) ? [`The edge refuses ${name}, which is not blocked.`] : []),
        ];
      });
  }
}

/** @returns undefined of what is not on record, or not answered yet: its own run then sees to it */
function isBlocked({ records, staging }: Registry, { ecosystem, project, version }: Known): boolean | undefined {
  const summary = jsonAt(records, projectKey(ecosystem, project)) as ProjectSummary | undefined;
  const release = summary?.releases.find((each) => each.version === version);
  if (!release || !staging.current(verdictKey({ ecosystem, project, upload: release.upload }))) return undefined;
  return (summary?.status?.blocked ?? release.status?.blocked) !== undefined;
}

/** As the edge function looks it up. */
function isRefused({ entries }: MemoryEdgeStore, { ecosystem, project }: Of, place: string): boolean {
  const whole = entries.get(projectBlockKey(ecosystem, project));
  if (whole !== SOME) return whole !== undefined;
  return entries.has(fileBlockKey(createHash('sha256').update(blockedName(place)).digest('base64url')));
}

const PYPI_LISTING = 'index/pypi/simple/index.html';

/** Whoever follows a listing finds a page, and on it a file. */
function listedProjects({ packages }: Registry): string[] {
  const listing = packages.current(PYPI_LISTING)?.body.toString() ?? '';
  const pages = [...listing.matchAll(/<a href="([^"]+)\/">/g)].map(([, project]) => `index/pypi/simple/${project}/index.html`);
  return pages
    .filter((page) => !packages.current(page)?.body.toString().includes('<a href='))
    .map((page) => `${PYPI_LISTING} leads to ${page}, which shows nothing.`);
}

const isOf = (of: Of, ecosystem: string, project: string): boolean => of.ecosystem === ecosystem && of.project === project;

/** The head names an entry that its page has, and every page an unbroken row of what is on record. */
function publishedLedger({ packages, records }: Registry): string[] {
  const head = jsonAt(packages, HEAD_KEY) as LedgerHead | undefined;
  if (!head) return [];
  const entries = splitPage(packages.current(pageKey(0))?.body ?? Buffer.alloc(0));
  if (entries.length < head.entries) return [`${HEAD_KEY} tells of ${head.entries} entries, there are ${entries.length}.`];
  return entries.flatMap((entry, seq) =>
    records.current(`ledger/${String(seq).padStart(12, '0')}.json`)?.body.equals(entry) ? [] : [`Entry ${seq} is not on record.`],
  );
}

const uploads = new WeakMap<Buffer, ReadonlySet<string>>();

/** Uploads and commands that the published ledger tells of. */
function loggedUploads({ packages }: Registry): ReadonlySet<string> {
  const page = packages.current(pageKey(0))?.body ?? Buffer.alloc(0);
  const events = (): string[] =>
    splitPage(page)
      .map((entry) => readEntry(entry).event)
      .map(({ ecosystem, upload }) => `${ecosystem} ${upload.replace(/\.settled$/, '')}`);
  const known = uploads.get(page) ?? new Set(events());
  uploads.set(page, known);
  return known;
}
