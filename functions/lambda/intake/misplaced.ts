/**
 * Objects named `release.json` where none belongs, such as in a folder of an upload. The event rule cannot tell them apart, and any
 * publisher can make one: it must be neither an error, which comes again and raises an alarm, nor a way around the ledger.
 */
import { MANIFEST_NAME, UPLOAD_ID, type UploadId, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import { findEcosystem } from '../../../domain/packages/registry';
import { refuse } from './decide';
import type { Intake, Misplaced } from './intake';
import { processUpload } from './process-upload';

/**
 * Refuses the upload around the object, so that its publisher learns why nothing happens. An upload that has its `release.json` is
 * left alone: its own event decides it, and finds the object that is too many if it was there first.
 */
export async function processMisplaced(intake: Intake, { key }: Misplaced): Promise<void> {
  const id = uploadAround(key);
  if (!id || (await intake.staging.head(uploadKey(id, MANIFEST_NAME)))) {
    intake.log(JSON.stringify({ level: 'warn', message: `Ignored: not an upload's ${MANIFEST_NAME}.`, key }));
    return;
  }
  const refusal = new Refusal(
    'NAME_NOT_ALLOWED',
    `${MANIFEST_NAME} is not allowed in a folder of an upload, got: ${JSON.stringify(key)}; publish again with it beside the files.`,
  );
  await processUpload(intake, { id }, async () => refuse(intake, { id }, await intake.staging.list(uploadKey(id, '')), refusal));
}

/** The upload in whose folder a key is; undefined when none could be there. */
function uploadAround(key: string): UploadId | undefined {
  const [, ecosystem = '', project = '', upload = ''] = key.split('/');
  const id = { ecosystem, project, upload };
  return UPLOAD_ID.test(upload) && isProject(id) ? id : undefined;
}

function isProject({ ecosystem, project }: UploadId): boolean {
  const found = findEcosystem(ecosystem);
  try {
    found?.checkProject(project);
    return found !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
