import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BRAKE_DOCUMENT_KEY, BRAKE_STATE_KEY } from '../../domain/contracts/brake';
import {
  ACCESS_KEY,
  CLAIMS_PREFIX,
  COMMANDS_PREFIX,
  ERROR_PAGES_PREFIX,
  FILES_PREFIX,
  HELD_PREFIX,
  LEDGER_PREFIX,
  LISTINGS_PREFIX,
  PROJECTS_PREFIX,
  projectSegment,
  QUARANTINE_PREFIX,
  RELEASES_PREFIX,
  SITE_KEYS,
  STATE_PREFIX,
  STATUSES_PREFIX,
  UPLOADS_PREFIX,
  VERDICTS_PREFIX,
} from '../../domain/contracts/keys';
import { FIRST_KEYS } from '../../domain/site/first-objects';
import { LIST, READ, READ_VERSION, READ_WRITE, READ_WRITE_LOCKED, WRITE } from './artifact-store-perms';
import { objectsBelow } from './bucket-policies';

/** The buckets that grants are about. */
export interface GrantedBuckets {
  readonly packages: IBucket;
  readonly staging: IBucket;
  readonly records: IBucket;
  /** Prefixes of mutable documents in `packages`. */
  readonly documentPrefixes: readonly string[];
}

/**
 * Whole grants: every action by name, every prefix by itself. They come as statements for a managed policy, because
 * NIST 800-53 forbids the inline ones that `grantRead` makes.
 */
export class ArtifactStoreGrants {
  constructor(private readonly buckets: GrantedBuckets) {}

  /** What the intake function needs: read uploads, write verdicts, promote files, keep records, render indexes. */
  intakeStatements(): PolicyStatement[] {
    const { packages, staging, records, documentPrefixes } = this.buckets;
    return [
      allow(staging, [UPLOADS_PREFIX, COMMANDS_PREFIX], READ_VERSION),
      allow(staging, [QUARANTINE_PREFIX], WRITE),
      allow(staging, [VERDICTS_PREFIX, HELD_PREFIX], READ_WRITE),
      allow(packages, [FILES_PREFIX], READ_WRITE_LOCKED),
      allow(packages, documentPrefixes, READ_WRITE),
      allow(records, [RELEASES_PREFIX, STATUSES_PREFIX, LEDGER_PREFIX], READ_WRITE_LOCKED),
      allow(records, [CLAIMS_PREFIX, PROJECTS_PREFIX, LISTINGS_PREFIX, STATE_PREFIX], READ_WRITE),
      // A missing file is the publisher's fault, a missing summary means a new project: both must be 404, not 403.
      new PolicyStatement({ actions: LIST, resources: [staging.bucketArn, packages.bucketArn, records.bucketArn] }),
    ];
  }

  /** What publishing the registry's own pages needs: write them, over those that are there. */
  siteStatements(): PolicyStatement[] {
    const { packages } = this.buckets;
    const pages = [...SITE_KEYS, ...FIRST_KEYS].map((key) => packages.arnForObjects(key));
    return [new PolicyStatement({ actions: WRITE, resources: [...objectsBelow(packages, [ERROR_PAGES_PREFIX]), ...pages] })];
  }

  /** What the brake needs: its state, and the document that tells readers about it. Both are missing at first. */
  brakeStatements(): PolicyStatement[] {
    const { packages, records } = this.buckets;
    const objects = [records.arnForObjects(BRAKE_STATE_KEY), packages.arnForObjects(BRAKE_DOCUMENT_KEY)];
    return [
      new PolicyStatement({ actions: READ_WRITE, resources: objects }),
      new PolicyStatement({ actions: LIST, resources: [records.bucketArn, packages.bucketArn] }),
    ];
  }

  /**
   * What a publisher of one project needs: create uploads, and read verdicts by name, below the project's own prefixes.
   *
   * Not to list: S3 answers 403, not 404, for a verdict that is not there yet, and the command takes it for that.
   */
  publisherStatements(ecosystem: string, project: string): PolicyStatement[] {
    const { staging } = this.buckets;
    const own = `${ecosystem}/${projectSegment(project)}/`;
    return [allow(staging, [`${UPLOADS_PREFIX}${own}`], WRITE), allow(staging, [`${VERDICTS_PREFIX}${own}`], READ)];
  }

  /**
   * What an operator needs for `registry yank`, `deprecate` and `reindex`: write commands and read their answers. Names of projects are
   * read from the records, for reindexing all of them, and what is allowed and blocked by address.
   */
  operatorStatements(): PolicyStatement[] {
    const { staging, records } = this.buckets;
    const list = (bucket: IBucket, prefix: string): PolicyStatement =>
      new PolicyStatement({
        actions: LIST,
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
      });
    return [
      allow(staging, [COMMANDS_PREFIX], WRITE),
      allow(staging, [VERDICTS_PREFIX], READ),
      list(staging, VERDICTS_PREFIX),
      list(staging, HELD_PREFIX),
      list(records, RELEASES_PREFIX),
      // Listed, so that its lack is told from a lack of rights.
      new PolicyStatement({ actions: READ, resources: [records.arnForObjects(ACCESS_KEY)] }),
      list(records, ACCESS_KEY),
      new PolicyStatement({ actions: READ, resources: [records.arnForObjects(BRAKE_STATE_KEY)] }),
      list(records, BRAKE_STATE_KEY),
    ];
  }
}

const allow = (bucket: IBucket, prefixes: readonly string[], actions: string[]): PolicyStatement =>
  new PolicyStatement({ actions, resources: objectsBelow(bucket, prefixes) });
