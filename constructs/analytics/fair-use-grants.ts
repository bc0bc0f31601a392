/** Who may do what about fair use: an operator decides on proposals, the daily job makes them and tells everybody. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { ACCESS_PROJECT } from '../../domain/contracts/access';
import { COMMANDS_PREFIX } from '../../domain/contracts/keys';
import { FAIR_USE_DOCUMENT_KEY, FAIR_USE_KEY } from '../../domain/contracts/usage';
import { OWN } from '../../domain/records/ledger';
import type { FairUseSettings } from '../../domain/usage/fair-use/settings';
import type { ArtifactStore } from '../storage/artifact-store';
import { LIST, READ_WRITE, WRITE } from '../storage/artifact-store-perms';
import { objectsBelow } from '../storage/bucket-policies';

const allow = (actions: string[], resources: string[]): PolicyStatement => new PolicyStatement({ actions, resources });

/** The job lists the bucket anyway. */
export const fairUseStatements = (
  { packages, staging }: Pick<ArtifactStore, 'packages' | 'staging'>,
  usage: IBucket,
  mode: FairUseSettings['mode'],
): PolicyStatement[] => [
  allow(READ_WRITE, [usage.arnForObjects(FAIR_USE_KEY)]),
  allow(WRITE, [packages.arnForObjects(FAIR_USE_DOCUMENT_KEY)]),
  // As an operator would: the intake changes the lists and logs it.
  ...(mode === 'automatic' ? [allow(WRITE, objectsBelow(staging, [`${COMMANDS_PREFIX}${OWN}/${ACCESS_PROJECT}/`]))] : []),
];

export const fairUseDecisions = (usage: IBucket): PolicyStatement[] => [
  allow(READ_WRITE, [usage.arnForObjects(FAIR_USE_KEY)]),
  // So that its lack is told from a lack of rights.
  new PolicyStatement({
    actions: LIST,
    resources: [usage.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${FAIR_USE_KEY}*` } },
  }),
];
