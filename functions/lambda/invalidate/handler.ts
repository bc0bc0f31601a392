import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { Env } from '../../../domain/contracts/env';
import { CloudFrontInvalidator } from '../../shared/aws/cloudfront-invalidator';
import { optionalEnv, requireEnv } from '../../shared/env';
import type { SqsBatchResponse, SqsEvent } from '../../shared/sqs-batch';
import { type Invalidators, invalidateBatch } from './invalidate';

const client = new CloudFrontClient({});
const filesDistribution = optionalEnv(Env.FILES_DISTRIBUTION_ID);

const invalidators: Invalidators = {
  index: new CloudFrontInvalidator(client, requireEnv(Env.DISTRIBUTION_ID)),
  ...(filesDistribution !== undefined && { files: new CloudFrontInvalidator(client, filesDistribution) }),
};

/** Clears what the caches hold under the tags that the intake queued. */
export const handler = (event: SqsEvent): Promise<SqsBatchResponse> => invalidateBatch(event, invalidators);
