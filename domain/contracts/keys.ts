/**
 * Object keys in the four buckets: the words that constructs (policies, rules), handlers and the command line share.
 * A key is never built anywhere else.
 */

/** `staging` bucket: what a publisher uploads, waiting for a verdict. Expires. */
export const UPLOADS_PREFIX = 'uploads/';
/** `staging` bucket: refused uploads with their reason, kept longer than uploads. */
export const QUARANTINE_PREFIX = 'quarantine/';
/** `staging` bucket: uploads that a person has to decide about, kept longer than uploads. */
export const HELD_PREFIX = 'held/';
/** `staging` bucket: what the intake decided, one object per upload, readable by the publisher of that project. */
export const VERDICTS_PREFIX = 'verdicts/';

/** `staging` bucket: what an operator asks for: one object per command, answered below {@link VERDICTS_PREFIX}. Expires. */
export const COMMANDS_PREFIX = 'commands/';

/** `packages` bucket: immutable files, create-only and locked. */
export const FILES_PREFIX = 'files/';
/** `packages` bucket: mutable index documents. */
export const INDEX_PREFIX = 'index/';
/** `packages` bucket: index documents whose links lead to the files host, for readers without a token: `domain/contracts/variants.ts`. */
export const OPEN_PREFIX = 'open/';

/** `records` bucket: create-only claims, one per released version; whoever creates it owns the version. */
export const CLAIMS_PREFIX = 'claims/';
/** `records` bucket: create-only, locked release records: the source of truth. */
export const RELEASES_PREFIX = 'releases/';
/** `records` bucket: create-only, locked status records (yanked, deprecated): the other source of truth. */
export const STATUSES_PREFIX = 'statuses/';
/** `records` bucket: create-only, locked, hash-chained log of every decision. */
export const LEDGER_PREFIX = 'ledger/';
/** `records` bucket: one mutable summary per project, rebuilt from its releases; read at every publish. */
export const PROJECTS_PREFIX = 'projects/';
/** `records` bucket: the texts of documents that may only grow, see `functions/lambda/intake/shared-documents.ts`. */
export const LISTINGS_PREFIX = 'listings/';
/** `records` bucket: mutable hints that speed work up and can be lost. */
export const STATE_PREFIX = 'state/';
/** `records` bucket: what was decided about each upload, so that a repeated message does not decide, or log, twice. */
export const DECISIONS_PREFIX = `${STATE_PREFIX}decisions/`;
/** `records` bucket: names of projects, one document for each ecosystem; `registry reindex` makes them anew. */
export const NAMES_PREFIX = `${STATE_PREFIX}names/`;
/** `records` bucket: the active blocks of files and publishers; made anew from their status records when it is lost. */
export const BLOCKS_KEY = `${STATE_PREFIX}blocks.json`;
/** `records` bucket: why which addresses are allowed or blocked; what is lost of it shows as put there by hand. */
export const ACCESS_KEY = `${STATE_PREFIX}access.json`;
/** `records` bucket: number of the newest ledger entry known; a hint, never trusted. */
export const LEDGER_HEAD_KEY = `${STATE_PREFIX}ledger-head.json`;
/** `records` bucket: the policy that the newest decision was made under. */
export const POLICY_STATE_KEY = `${STATE_PREFIX}policy.json`;

/** `packages` bucket: documents of the registry itself, served below `/-/`. */
export const OWN_PREFIX = `${INDEX_PREFIX}-/`;
/** `packages` bucket: a page about each HTTP error, and under this very key a list of them. */
export const ERROR_PAGES_PREFIX = `${OWN_PREFIX}errors/`;
/** `packages` bucket: what CloudFront answers where an object is missing. */
export const NOT_FOUND_KEY = `${ERROR_PAGES_PREFIX}not-found.txt`;
/** `packages` bucket: what `/` is. */
export const HOME_KEY = `${OWN_PREFIX}home.html`;
/** `packages` bucket: what `/.well-known/security.txt` is. */
export const SECURITY_TXT_KEY = `${OWN_PREFIX}security.txt`;
/** `packages` bucket: these; that list as asked for without the last slash; and what the limits are, for people and for programs. */
export const SITE_KEYS = [
  ...['errors', 'limits', 'limits.json', 'packages/index.html', 'stats/schema.json'].map((name) => OWN_PREFIX + name),
  HOME_KEY,
  SECURITY_TXT_KEY,
];

/** `logs` bucket: CloudFront's access logs. */
export const CDN_LOGS_PREFIX = 'cloudfront/';
/** `logs` bucket: S3's server access logs, one folder per bucket. */
export const S3_LOGS_PREFIX = 's3/';

/** The file that commits an upload; it is written last and names every other file. */
export const MANIFEST_NAME = 'release.json';

/**
 * A project's name as one segment of a key: `@scope/name` becomes `@scope:name`. No ecosystem has names with both characters, so two
 * projects never share a segment. Done twice, it is the same as once.
 */
export const projectSegment = (project: string): string => project.replaceAll('/', ':');

/** One upload of one release of one project. */
export interface UploadId {
  readonly ecosystem: string;
  /** Normalised project name, or its {@link projectSegment} where only a key is known: both give the same keys. */
  readonly project: string;
  /** Chosen by the publisher, unique within the project: {@link UPLOAD_ID}. */
  readonly upload: string;
}

/** What an upload may be called: lower case letters, digits and hyphens, 8 to 64 characters. */
export const UPLOAD_ID = /^[a-z0-9][a-z0-9-]{6,62}[a-z0-9]$/;

const UPLOAD_KEY = /^uploads\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/;

export const uploadKey = (id: UploadId, name: string): string =>
  `${UPLOADS_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}/${name}`;
export const quarantineKey = (id: UploadId, name: string): string =>
  `${QUARANTINE_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}/${name}`;
export const heldKey = (id: UploadId, name: string): string =>
  `${HELD_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}/${name}`;
/** Beside the quarantined upload, never among its files. */
export const quarantineVerdictKey = (id: UploadId): string =>
  `${QUARANTINE_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}.verdict.json`;
export const verdictKey = (id: UploadId): string =>
  `${VERDICTS_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}.json`;

/** Reads an upload's identity off a staging key, its project as a segment; undefined when the key is not of an upload. */
export function parseUploadKey(key: string): (UploadId & { readonly name: string }) | undefined {
  const [, ecosystem, project, upload, name] = UPLOAD_KEY.exec(key) ?? [];
  return ecosystem && project && upload && name ? { ecosystem, project, upload, name } : undefined;
}

/** Commands are named like uploads, in a name space of their own kind: {@link COMMAND_ID}. */
export const commandKey = (id: UploadId): string =>
  `${COMMANDS_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}.json`;

/** What a command may be called; no upload is, as its content comes before its random end. */
export const COMMAND_ID = /^command-[a-z0-9][a-z0-9-]{6,54}[a-z0-9]$/;

const COMMAND_KEY = /^commands\/([^/]+)\/([^/]+)\/([^/]+)\.json$/;

/** Reads a command's identity off a staging key, its project as a segment; undefined when the key is not of a command. */
export function parseCommandKey(key: string): UploadId | undefined {
  const [, ecosystem, project, upload] = COMMAND_KEY.exec(key) ?? [];
  return ecosystem && project && upload && COMMAND_ID.test(upload) ? { ecosystem, project, upload } : undefined;
}

export const claimKey = (ecosystem: string, project: string, version: string): string =>
  `${CLAIMS_PREFIX}${ecosystem}/${projectSegment(project)}/${version}.json`;
/** Where all release records of a project are. */
export const releasesOf = (ecosystem: string, project: string): string =>
  `${RELEASES_PREFIX}${ecosystem}/${projectSegment(project)}/`;
export const releaseKey = (ecosystem: string, project: string, version: string): string =>
  `${releasesOf(ecosystem, project)}${version}.json`;
/** Where all status records of a project are. */
export const statusesOf = (ecosystem: string, project: string): string =>
  `${STATUSES_PREFIX}${ecosystem}/${projectSegment(project)}/`;
/** @param id of the command that made the record */
export const statusKey = (ecosystem: string, project: string, id: string): string =>
  `${statusesOf(ecosystem, project)}${id}.json`;
export const projectKey = (ecosystem: string, project: string): string =>
  `${PROJECTS_PREFIX}${ecosystem}/${projectSegment(project)}.json`;
export const decisionKey = (id: UploadId): string =>
  `${DECISIONS_PREFIX}${id.ecosystem}/${projectSegment(id.project)}/${id.upload}.json`;
/** A claim of another kind: who was first to decide about a held upload. */
export const settlementKey = (id: UploadId): string =>
  `${CLAIMS_PREFIX}held/${id.ecosystem}/${projectSegment(id.project)}/${id.upload}.json`;
/** What became of a held upload in the end; no upload is named like it, because of the dot. */
export const settledId = (id: UploadId): UploadId => ({ ...id, upload: `${id.upload}.settled` });
/** Names of all projects of an ecosystem, against which a new one is held. */
export const namesKey = (ecosystem: string): string => `${NAMES_PREFIX}${ecosystem}.json`;
/** Numbers of the ledger entries of a project's releases; `registry reindex` makes them anew. */
export const entriesKey = (ecosystem: string, project: string): string =>
  `${STATE_PREFIX}entries/${ecosystem}/${projectSegment(project)}.json`;
/** Which upload introduced a project to the documents that its ecosystem's projects share. */
export const introductionKey = (ecosystem: string, project: string): string =>
  `${STATE_PREFIX}introductions/${ecosystem}/${projectSegment(project)}.json`;
/** @param path below `/-/` */
export const ownKey = (path: string): string => `${OWN_PREFIX}${path}`;
/** Every key that the registry has signed with. */
export const KEYS_KEY = ownKey('keys');
/** A release record, for readers: the same bytes as {@link releaseKey}. */
export const publicRecordKey = (ecosystem: string, project: string, version: string): string =>
  ownKey(releaseKey(ecosystem, project, version));
export const ledgerKey = (sequence: number): string => `${LEDGER_PREFIX}${String(sequence).padStart(12, '0')}.json`;
/** @param key of the public document */
export const listingSourceKey = (key: string): string => `${LISTINGS_PREFIX}${key.slice(INDEX_PREFIX.length)}`;
