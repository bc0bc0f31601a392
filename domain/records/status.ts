/** From records of changes to the status that they add up to. */
import type { ProjectStatus, ReleaseRecord, ReleaseStatus, StatusRecord } from '../contracts/release';
import { blockOf, concerns } from './blocks';

/** @param statuses of the project, in their order */
export function releaseStatus(statuses: readonly StatusRecord[], release: ReleaseRecord): ReleaseStatus {
  let status: ReleaseStatus = {};
  for (const record of statuses) if (record.version === release.version) status = changed(status, record);
  const blocked = blockOf(statuses.filter((record) => concerns(record, release)));
  return { ...status, ...(blocked && { blocked }) };
}

/** What was said about the project as a whole. @param statuses of the project, in their order */
export function projectStatus(statuses: readonly StatusRecord[]): ProjectStatus {
  const own = statuses.filter(({ version, cause }) => version === undefined && cause === undefined);
  const last = own.findLast(({ action }) => action === 'deprecate' || action === 'undeprecate');
  const blocked = blockOf(own);
  return {
    ...(last?.action === 'deprecate' && {
      deprecated: last.reason,
      ...(last.replacement !== undefined && { replacement: last.replacement }),
    }),
    ...(blocked && { blocked }),
  };
}

function changed({ yanked, deprecated }: ReleaseStatus, { action, reason }: StatusRecord): ReleaseStatus {
  const next = {
    yanked: action === 'yank' ? reason : action === 'unyank' ? undefined : yanked,
    deprecated: action === 'deprecate' ? reason : action === 'undeprecate' ? undefined : deprecated,
  };
  return {
    ...(next.yanked !== undefined && { yanked: next.yanked }),
    ...(next.deprecated !== undefined && { deprecated: next.deprecated }),
  };
}
