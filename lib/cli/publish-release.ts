/** Takes one signed release to its verdict, from wherever an earlier try left it. */
import type { UploadId } from '../../domain/contracts/keys';
import { SIGNATURE_REFUSALS } from '../../domain/contracts/refusals';
import type { Manifest, RefusedVerdict, Verdict } from '../../domain/contracts/release';
import { printable } from './failure';
import type { Undecided } from './outcome';
import { manifestFile, manifestOf, uploadName } from './release';
import type { Signed } from './sign-release';
import { awaitVerdict, findVerdict, type Patience, upload } from './upload';
import type { UploadStore, World } from './world';

/** Where to publish to, and for how long to wait there. */
export interface Target {
  readonly store: UploadStore;
  readonly patience: Patience;
}

/**
 * Uploads what is not there yet, commits it, and waits. Run again after any interruption it ends in the same state: the upload's name
 * stands for its files, and every object is created once.
 */
export async function publishRelease(signed: Signed, target: Target, world: World): Promise<Verdict | Undecided> {
  const manifest = manifestOf(signed.release, signed.files.map(manifestFile));
  const { id, attempt, known } = await findAttempt(target.store, manifest);
  if (known?.outcome === 'refused')
    world.note(`refused before, as upload ${known.upload} (${known.code}: ${printable(known.reason)}); trying again`);
  else if (known) {
    world.note(`decided already, as upload ${known.upload}; nothing was uploaded`);
    return known;
  }
  const { outcome, there } = await tryOnce(signed, manifest, id, target, world);
  if (there === 0 || !('code' in outcome) || !isAboutSignatures(outcome)) return outcome;
  world.note(`refused with what an earlier try had uploaded (${outcome.code}); trying with the signatures as they are now`);
  return (await tryOnce(signed, manifest, idOf(manifest, attempt + 1), target, world)).outcome;
}

interface Attempt {
  readonly id: UploadId;
  readonly attempt: number;
  /** Of this attempt if it is decided, else the refusal of the last one. */
  readonly known?: Verdict;
}

/** The first attempt that was not refused. A publisher may read verdicts of which the name is known, and list nothing. */
async function findAttempt(store: UploadStore, manifest: Manifest): Promise<Attempt> {
  let refused: RefusedVerdict | undefined;
  for (let attempt = 1; ; attempt++) {
    const id = idOf(manifest, attempt);
    const verdict = await findVerdict<Verdict>(store, id);
    if (verdict?.outcome !== 'refused') {
      const known = verdict ?? refused;
      return { id, attempt, ...(known && { known }) };
    }
    refused = verdict;
  }
}

const idOf = (manifest: Manifest, attempt: number): UploadId => ({
  ecosystem: manifest.ecosystem,
  project: manifest.project,
  upload: uploadName(manifest, attempt),
});

/** Only signatures can differ between two tries of the same files. */
const isAboutSignatures = ({ code }: RefusedVerdict): boolean => SIGNATURE_REFUSALS.has(code);

async function tryOnce(
  { release, files }: Signed,
  manifest: Manifest,
  id: UploadId,
  { store, patience }: Target,
  world: World,
): Promise<{ outcome: Verdict | Undecided; there: number }> {
  world.note(`uploading ${files.map(({ name }) => name).join(', ')} as ${id.upload}`);
  const contents = [...files, ...files.flatMap(({ bundles }) => bundles)];
  const there = await upload(store, { id, manifest, contents }, world.progress);
  const kept = there === 0 ? '' : `, ${there} of ${contents.length} objects by an earlier try`;
  world.note(`uploaded${kept}; waiting for the verdict`);
  const verdict = await awaitVerdict(store, id, patience, world);
  return { outcome: verdict ?? { ...release, outcome: 'timed-out', upload: id.upload }, there };
}
