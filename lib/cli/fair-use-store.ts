/** The document of proposals in the usage bucket, on AWS or in the local cloud. */
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { Output } from '../../domain/contracts/outputs';
import { FAIR_USE_KEY } from '../../domain/contracts/usage';
import { type FairUseState, NO_PROPOSALS } from '../../domain/usage/fair-use/state';
import { outputsOf } from './aws';
import type { Place } from './place';
import type { FairUseStore } from './world';

export async function findFairUse(place: Place): Promise<FairUseStore> {
  const { region, endpoint, credentials } = place;
  const { output } = await outputsOf(place);
  const bucket = output(Output.USAGE_BUCKET);
  return fairUseStore(new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined }), bucket);
}

const fairUseStore = (s3: S3Client, bucket: string): FairUseStore => ({
  async read() {
    try {
      const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: FAIR_USE_KEY }));
      const state = JSON.parse((await Body?.transformToString()) ?? '') as FairUseState;
      return { state, ...(ETag !== undefined && { revision: ETag }) };
    } catch (error) {
      if (error instanceof NoSuchKey) return { state: NO_PROPOSALS };
      throw error;
    }
  },

  async write(state, revision) {
    const when = revision === undefined ? { IfNoneMatch: '*' } : { IfMatch: revision };
    const Body = `${JSON.stringify(state, null, 2)}\n`;
    const put = { Bucket: bucket, Key: FAIR_USE_KEY, Body, ContentType: 'application/json', ...when };
    try {
      await s3.send(new PutObjectCommand(put));
      return true;
    } catch (error) {
      // 409: another writer is at it; 412: another one was.
      if (error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0)) return false;
      throw error;
    }
  },
});
