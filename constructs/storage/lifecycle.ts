/** What expires, and when. Nothing below `files/`, `releases/`, `statuses/`, `ledger/` or `claims/` ever does. */
import { type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import {
  CDN_LOGS_PREFIX,
  COMMANDS_PREFIX,
  DECISIONS_PREFIX,
  FILES_PREFIX,
  HELD_PREFIX,
  LISTINGS_PREFIX,
  PROJECTS_PREFIX,
  QUARANTINE_PREFIX,
  S3_LOGS_PREFIX,
  STATE_PREFIX,
  UPLOADS_PREFIX,
  VERDICTS_PREFIX,
} from '../../domain/contracts/keys';
import { HELD_DAYS, UPLOAD_DAYS } from '../../domain/contracts/retention';
import { LOG_FILES_PREFIX, RESULTS_PREFIX, SET_ASIDE_PREFIX } from '../../domain/contracts/usage';

const days = (count: number): Duration => Duration.days(count);
const slug = (prefix: string): string => prefix.replace(/\/$/, '');

/** Abandoned parts and the markers of deleted objects cost or clutter and show in no listing. */
const HOUSEKEEPING: LifecycleRule = {
  id: 'housekeeping',
  abortIncompleteMultipartUploadAfter: days(2),
  expiredObjectDeleteMarker: true,
};

/** Mutable documents can be rebuilt; old versions are kept for as long as an operator may want to look back. */
const oldVersions = (prefix: string): LifecycleRule => ({
  id: `old-versions-of-${slug(prefix)}`,
  prefix,
  noncurrentVersionExpiration: days(30),
});

/** With versioning an expired object lives on as a noncurrent version; a day later it is gone. */
const expire = (prefix: string, after: number): LifecycleRule => ({
  id: `expire-${slug(prefix)}`,
  prefix,
  expiration: days(after),
  noncurrentVersionExpiration: days(1),
});

/** Files above this size are tiered. */
export const LARGE_FILE_BYTES = 256 * 1024;

/**
 * Intelligent-Tiering watches each object for $0.0025 per 1,000 a month; moving 256 KiB to its infrequent tier saves just
 * that ($0.0105 per GB), so smaller files stay where they are. https://aws.amazon.com/s3/pricing/ (2026-11)
 */
const tierLargeFiles: LifecycleRule = {
  id: 'tier-large-files',
  prefix: FILES_PREFIX,
  objectSizeGreaterThan: LARGE_FILE_BYTES,
  transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: days(0) }],
};

/** @param documents prefixes of mutable documents */
export const packagesLifecycle = (documents: readonly string[]): LifecycleRule[] => [
  tierLargeFiles,
  HOUSEKEEPING,
  ...documents.map(oldVersions),
];
/**
 * A replica is read when everything else is lost, so what is large enough goes where keeping costs least; below 256 KiB the move ($0.02
 * per 1,000) would take years to pay. https://aws.amazon.com/s3/pricing/ (2026-11)
 */
export const packagesReplicaLifecycle: LifecycleRule[] = [
  {
    id: 'archive-large-files',
    prefix: FILES_PREFIX,
    objectSizeGreaterThan: LARGE_FILE_BYTES,
    transitions: [{ storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: days(0) }],
  },
  HOUSEKEEPING,
];
export const recordsReplicaLifecycle = [HOUSEKEEPING, ...[LISTINGS_PREFIX, DECISIONS_PREFIX].map(oldVersions)];
export const recordsLifecycle = [HOUSEKEEPING, ...[PROJECTS_PREFIX, LISTINGS_PREFIX, STATE_PREFIX].map(oldVersions)];
export const stagingLifecycle = [
  HOUSEKEEPING,
  expire(UPLOADS_PREFIX, UPLOAD_DAYS),
  expire(QUARANTINE_PREFIX, 90),
  expire(HELD_PREFIX, HELD_DAYS),
  // What is held may be decided on its last day, and the verdict says that it is held.
  expire(VERDICTS_PREFIX, HELD_DAYS),
  expire(COMMANDS_PREFIX, 90),
];
export const logsLifecycle = (logDays: number): LifecycleRule[] => [
  HOUSEKEEPING,
  expire(CDN_LOGS_PREFIX, logDays),
  expire(S3_LOGS_PREFIX, logDays),
  expire(SET_ASIDE_PREFIX, logDays),
];
/** Tables, faults and the account of each run are kept: the logs that they are made from expire. */
export const usageLifecycle = (logDays: number): LifecycleRule[] => [
  HOUSEKEEPING,
  expire(RESULTS_PREFIX, 1),
  expire(LOG_FILES_PREFIX, logDays),
  { id: 'old-versions', noncurrentVersionExpiration: days(30) },
];
