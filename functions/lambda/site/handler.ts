import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { Env, SITE_FILE } from '../../../domain/contracts/env';
import { firstObjects } from '../../../domain/site/first-objects';
import type { PublicLimits } from '../../../domain/site/limits';
import { siteObjects } from '../../../domain/site/objects';
import { S3ObjectStore } from '../../shared/aws/s3-object-store';
import { answerDeployment, type DeploymentEvent, putText } from '../../shared/deployment';
import { requireEnv } from '../../shared/env';
import { publishSite } from './publish-site';

const limits = JSON.parse(readFileSync(join(__dirname, SITE_FILE), 'utf8')) as PublicLimits;
const packages = new S3ObjectStore(new S3Client({}), requireEnv(Env.PACKAGES_BUCKET));
const publicUrl = requireEnv(Env.PUBLIC_URL);

const publish = (now = new Date()) => publishSite(packages, siteObjects(limits, publicUrl, now), firstObjects(limits, now));

/** Publishes the registry's own pages: at the deployment that changes them, and when the schedule says so, which asks for no answer. */
export const handler = (event: DeploymentEvent | { readonly source: string }): Promise<void> =>
  'ResponseURL' in event ? answerDeployment(event, () => publish(), putText) : publish();
