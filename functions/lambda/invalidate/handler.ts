import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { Env } from '../../../domain/contracts/env';
import { CloudFrontInvalidator } from '../../shared/aws/cloudfront-invalidator';
import { requireEnv } from '../../shared/env';
import type { SqsBatchResponse, SqsEvent } from '../../shared/sqs-batch';
import { invalidateBatch } from './invalidate';

const invalidator = new CloudFrontInvalidator(new CloudFrontClient({}), requireEnv(Env.DISTRIBUTION_ID));

/** Clears what the cache holds under the tags that the intake queued. */
export const handler = (event: SqsEvent): Promise<SqsBatchResponse> => invalidateBatch(event, invalidator);
