/** From records of changes to the status that they add up to. */
import type { ProjectStatus, ReleaseStatus, StatusRecord } from '../contracts/release';

/** @param statuses of the project, in their order */
export function releaseStatus(statuses: readonly StatusRecord[], version: string): ReleaseStatus {
  let status: ReleaseStatus = {};
  for (const record of statuses) if (record.version === version) status = changed(status, record);
  return status;
}

/** What was said about the project as a whole. @param statuses of the project, in their order */
export function projectStatus(statuses: readonly StatusRecord[]): ProjectStatus {
  const last = statuses.findLast(({ version }) => version === undefined);
  if (last?.action !== 'deprecate') return {};
  return { deprecated: last.reason, ...(last.replacement !== undefined && { replacement: last.replacement }) };
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
