/** What `registry fair-use` needs: the document of proposals, which an operator reads and decides on. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { FAIR_USE_KEY } from '../../domain/contracts/usage';
import { LIST, READ_WRITE } from '../storage/artifact-store-perms';

export const fairUseStatements = (usage: IBucket): PolicyStatement[] => [
  new PolicyStatement({ actions: READ_WRITE, resources: [usage.arnForObjects(FAIR_USE_KEY)] }),
  // So that its lack is told from a lack of rights.
  new PolicyStatement({
    actions: LIST,
    resources: [usage.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${FAIR_USE_KEY}*` } },
  }),
];
