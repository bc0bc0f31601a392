/** `registry status`: what became of an upload. */
import {
  MANIFEST_NAME,
  parseUploadKey,
  UPLOAD_ID,
  UPLOADS_PREFIX,
  type UploadId,
  uploadKey,
  VERDICTS_PREFIX,
} from '../../domain/contracts/keys';
import type { CommandVerdict, Verdict } from '../../domain/contracts/release';
import { UPLOAD_DAYS } from '../../domain/contracts/retention';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../domain/packages/names';
import { CliError, printable, UsageError } from './failure';
import { findPlace, type PlaceOptions } from './place';
import { findVerdict } from './upload';
import { exitCodeOf, verdictJson, verdictText } from './verdict-text';
import type { StoredObject, UploadStore, World } from './world';

export interface StatusOptions extends PlaceOptions {
  /** @default - every one is looked through */
  readonly ecosystem?: EcosystemName;
  readonly project?: string;
  readonly json?: boolean;
}

/** @returns the exit code: 0 accepted or not decided yet, 1 refused, not committed, or unknown, 3 held */
export async function status(upload: string, options: StatusOptions, world: World): Promise<number> {
  if (!UPLOAD_ID.test(upload))
    throw new UsageError(`not the name of an upload, got: ${JSON.stringify(upload)}; 'registry publish' prints it`);
  const { store, url } = await world.connect(findPlace(options));
  const id = await findUpload(store, upload, options);
  const verdict = await findVerdict<Verdict | CommandVerdict>(store, id);
  if (verdict) {
    world.out(options.json ? verdictJson(verdict, url) : verdictText(verdict, url));
    return exitCodeOf(verdict);
  }
  const objects = await store.list(uploadKey(id, ''));
  if (!objects) {
    world.out(options.json ? JSON.stringify({ ...id, outcome: 'undecided' }, null, 2) : undecidedText(id));
    return 0;
  }
  const isCommitted = objects.some(({ key }) => key === uploadKey(id, MANIFEST_NAME));
  world.out(options.json ? JSON.stringify(openJson(id, objects, isCommitted), null, 2) : openText(id, objects, isCommitted));
  return isCommitted ? 0 : 1;
}

/** With ecosystem and project an upload is found by name; without, all of them are looked through, which only operators may. */
async function findUpload(store: UploadStore, upload: string, options: StatusOptions): Promise<UploadId> {
  const ecosystems = options.ecosystem === undefined ? ECOSYSTEM_NAMES : [options.ecosystem];
  for (const ecosystem of ecosystems) {
    const project = options.project ?? (await findProject(store, ecosystem, upload));
    if (project === undefined) continue;
    const id = { ecosystem, project, upload };
    if (ecosystems.length === 1 || (await isKnown(store, id))) return id;
  }
  throw new CliError(
    `There is no ${options.ecosystem === undefined ? '' : `${options.ecosystem} `}upload '${upload}'; it may have expired (uploads are kept ${UPLOAD_DAYS} days), or belong to another registry`,
  );
}

async function findProject(store: UploadStore, ecosystem: string, upload: string): Promise<string | undefined> {
  const verdicts = await listed(store, `${VERDICTS_PREFIX}${ecosystem}/`);
  const decided = verdicts.map(({ key }) => key.split('/')).find((parts) => parts.at(-1) === `${upload}.json`)?.[2];
  if (decided !== undefined) return decided;
  const uploads = await listed(store, `${UPLOADS_PREFIX}${ecosystem}/`);
  return uploads.map(({ key }) => parseUploadKey(key)).find((id) => id?.upload === upload)?.project;
}

const isKnown = async (store: UploadStore, id: UploadId): Promise<boolean> =>
  (await findVerdict(store, id)) !== undefined || (await listed(store, uploadKey(id, ''))).length > 0;

async function listed(store: UploadStore, prefix: string): Promise<readonly StoredObject[]> {
  const objects = await store.list(prefix);
  if (objects) return objects;
  throw new CliError('Your role may not list, so the upload cannot be looked for; name its --ecosystem and --project');
}

/** S3 expires objects at the first midnight (UTC) after their days are over. */
export function expiryOf(objects: readonly StoredObject[]): string | undefined {
  const first = Math.min(...objects.map(({ modified }) => modified.getTime()));
  const day = 86_400_000;
  return objects.length === 0
    ? undefined
    : new Date((Math.floor(first / day) + UPLOAD_DAYS + 1) * day).toISOString().slice(0, 10);
}

const namesOf = (id: UploadId, objects: readonly StoredObject[]): string[] =>
  objects.map(({ key }) => printable(key.slice(uploadKey(id, '').length)));

/** To who may not list. */
const undecidedText = ({ project, upload }: UploadId): string =>
  `no verdict yet on upload ${upload} of ${project}, or there is no such upload: your role may not list, and cannot tell; ask again in a minute, or run the same 'registry publish' again`;

function openText(id: UploadId, objects: readonly StoredObject[], isCommitted: boolean): string {
  if (isCommitted)
    return `waiting: ${id.project}, upload ${id.upload}: all files are there, and no verdict yet; ask again in a minute`;
  if (objects.length === 0)
    return `unknown: no file and no verdict of upload ${id.upload} of ${id.project}; it may have expired, or its name or project be misspelt`;
  return `not committed: no ${MANIFEST_NAME} in this upload: files ${namesOf(id, objects).join(', ')} present; they expire on ${expiryOf(objects) ?? ''}; upload ${MANIFEST_NAME} (or publish again) to commit it`;
}

const openJson = (id: UploadId, objects: readonly StoredObject[], isCommitted: boolean): object => ({
  ...id,
  outcome: isCommitted ? 'waiting' : objects.length === 0 ? 'unknown' : 'not-committed',
  files: namesOf(id, objects),
  ...(objects.length > 0 && { expires: expiryOf(objects) }),
});
