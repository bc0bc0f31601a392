/** What the intake does with a batch of messages, whatever it is connected to. */
import { eachRecord, type Redelivery, type SqsBatchResponse, type SqsEvent } from '../../shared/sqs-batch';
import { endAccess } from './change-access';
import { logBrake } from './change-brake';
import { parseEvent } from './event';
import type { Intake } from './intake';
import { introduceKeys, type KeyGeneration } from './introduce-keys';
import { logPolicy } from './log-policy';
import { processMisplaced } from './misplaced';
import { type Later, orLater } from './or-later';
import { processCommand } from './process-command';
import { processUpload } from './process-upload';

export interface Worker {
  readonly intake: Intake;
  /** The newest one is the intake's signer. */
  readonly keys: readonly KeyGeneration[];
  readonly stagingBucket: string;
  /** Puts a message back that is not to count as failed. */
  readonly later: Later;
  readonly redelivery: Redelivery;
}

/** Judges the uploads whose `release.json` was created, and does what operators ask for. */
export const workOff = (event: SqsEvent, worker: Worker): Promise<SqsBatchResponse> =>
  eachRecord(event, ({ body }) => workOne(body, worker), worker.redelivery);

async function workOne(body: string, { intake, keys, stagingBucket, later }: Worker): Promise<void> {
  const asked = parseEvent(body, stagingBucket);
  await introduceKeys(intake, keys);
  await logPolicy(intake);
  if ('clock' in asked) await endAccess(intake);
  else if ('log' in asked) await logBrake(intake);
  else if ('command' in asked) await processCommand(intake, asked);
  else if ('key' in asked) await processMisplaced(intake, asked);
  else
    await orLater(body, later, async () => {
      await processUpload(intake, asked);
    });
}
