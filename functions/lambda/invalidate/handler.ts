import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { Env } from '../../../domain/contracts/env';
import { CloudFrontInvalidator } from '../../shared/aws/cloudfront-invalidator';
import { optionalList, requireEnv } from '../../shared/env';
import type { SqsBatchResponse, SqsEvent } from '../../shared/sqs-batch';
import { type Invalidators, invalidateBatch } from './invalidate';

const client = new CloudFrontClient({});

const invalidators: Invalidators = {
  index: new CloudFrontInvalidator(client, requireEnv(Env.DISTRIBUTION_ID)),
  files: optionalList(Env.FILES_DISTRIBUTION_ID).map((id) => new CloudFrontInvalidator(client, id)),
};

/** Clears what the caches hold under the tags that the intake queued. */
export const handler = (event: SqsEvent): Promise<SqsBatchResponse> => invalidateBatch(event, invalidators);
