/** Reads a command, which an operator's machine wrote and nobody has checked yet. */
import { z } from 'zod';
import { ACCESS_ACTIONS, ACCESS_PROJECT, MOST_SUBJECTS } from '../contracts/access';
import { BLOCK_STATUSES } from '../contracts/blocks';
import { BRAKE_ACTIONS, BRAKE_DEGREES, BRAKE_PROJECT } from '../contracts/brake';
import { UPLOAD_ID } from '../contracts/keys';
import { type Command, RELEASE_ACTIONS, STATUS_ACTIONS } from '../contracts/release';
import { isCause } from './blocks';
import { OWN } from './ledger';

/** Shown to readers on one line, so no control characters. */
const line = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters');

const SCHEMA = z.strictObject({
  schema: z.literal(1),
  action: z.enum([...STATUS_ACTIONS, ...RELEASE_ACTIONS, ...ACCESS_ACTIONS, ...BRAKE_ACTIONS, 'reindex']),
  ecosystem: z.string().max(50),
  project: z.string().max(255),
  version: z.string().max(255).optional(),
  upload: z.string().regex(UPLOAD_ID).optional(),
  reason: line.optional(),
  replacement: line.max(255).optional(),
  status: z.literal(BLOCK_STATUSES).optional(),
  what: z.array(line.min(1).max(60)).min(1).max(MOST_SUBJECTS).optional(),
  until: z.iso.datetime().optional(),
  degree: z.literal(BRAKE_DEGREES).optional(),
  wide: z.boolean().optional(),
  by: line.min(1).max(200),
}) satisfies z.ZodType<Command>;

/** @returns the command, or a sentence that says what is wrong with it */
export function parseCommand(bytes: Buffer): Command | string {
  const { data, error } = SCHEMA.safeParse(parseJson(bytes));
  if (!data)
    return `The command is malformed: ${error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`).join('; ')}; write it with 'npx registry'.`;
  return contradiction(data) ?? data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function contradiction(command: Command): string | undefined {
  const { action, version, upload, reason, replacement } = command;
  const decides = action === 'approve' || action === 'reject';
  if (decides !== (upload !== undefined))
    return decides
      ? `To ${action} takes an upload, got none; name the held upload.`
      : `Only a held upload is decided about, got: upload '${upload}' to ${action}; leave it out.`;
  if (decides && !reason) return `To ${action} takes a reason, got none; say why, the publisher reads it.`;
  if (decides && version !== undefined)
    return `A held upload is decided about as a whole, got: version '${version}'; leave it out.`;
  if (version === undefined && (action === 'yank' || action === 'unyank'))
    return `To ${action} takes a version, got none; name the version.`;
  if (version !== undefined && action === 'reindex')
    return `A project is reindexed as a whole, got: version '${version}'; leave it out.`;
  if (replacement !== undefined && (action !== 'deprecate' || version !== undefined))
    return `Only a whole project is replaced by another, got: replacement '${replacement}'; leave it out, or deprecate the project.`;
  return brakeContradiction(command) ?? accessContradiction(command) ?? blockContradiction(command);
}

function brakeContradiction({ action, ecosystem, project, degree, until }: Command): string | undefined {
  if ((degree !== undefined) !== (action === 'brake-set'))
    return degree === undefined
      ? 'To set the brake takes a degree, got none; name one from 0 to 3.'
      : `Only the brake has a degree, got: degree ${degree} to ${action}; leave it out.`;
  if (!BRAKE_ACTIONS.some((known) => known === action)) return undefined;
  if (ecosystem !== OWN || project !== BRAKE_PROJECT)
    return `The brake is of the registry itself, got: ${JSON.stringify(`${ecosystem}/${project}`)}; write it with 'npx registry'.`;
  if ((until !== undefined) !== (action !== 'brake-release'))
    return until === undefined
      ? 'To set or hold the brake takes an end, got none; say until when.'
      : 'A release has no end; leave it out.';
  return undefined;
}

function accessContradiction({ action, ecosystem, project, what, until, wide, reason }: Command): string | undefined {
  const isAccess = ACCESS_ACTIONS.some((known) => known === action);
  const asked = what ?? (action === 'brake-set' || action === 'brake-hold' ? undefined : until) ?? wide;
  if (!isAccess)
    return asked === undefined ? undefined : `Only access has addresses, an end or a width, got: to ${action}; leave them out.`;
  if (ecosystem !== OWN || project !== ACCESS_PROJECT)
    return `Access is of the registry itself, got: ${JSON.stringify(`${ecosystem}/${project}`)}; write it with 'npx registry'.`;
  if ((what === undefined) !== (action === 'access-restore'))
    return what
      ? 'All that is on record is restored, got: names; leave them out.'
      : `What is meant is missing; name an address, a country or a network.`;
  const adds = action === 'access-allow' || action === 'access-block';
  if (adds && !reason) return 'To allow or block takes a reason, got none; say why, other operators read it.';
  return !adds && (until ?? wide) !== undefined
    ? 'Only what is allowed or blocked has an end or a width; leave them out.'
    : undefined;
}

/** The reason becomes part of an HTTP status line, and of an entry of the KeyValueStore, which ends at 1 KB. */
const PLAIN = /^[ -~]{1,250}$/;

function blockContradiction({ action, ecosystem, project, version, status, reason = '' }: Command): string | undefined {
  const isBlock = action === 'block';
  if (isBlock !== (status !== undefined))
    return isBlock
      ? `To block takes a status, got none; answer with ${BLOCK_STATUSES.join(' or ')}.`
      : `Only a block has a status, got: status ${status} to ${action}; leave it out.`;
  if (isBlock && !PLAIN.test(reason))
    return `To block takes a reason of 1 to 250 printable ASCII characters, got: ${JSON.stringify(reason)}; readers are shown it.`;
  if (ecosystem !== OWN || (!isBlock && action !== 'unblock')) return undefined;
  if (!isCause(project))
    return `A file is blocked as sha256:<64 hexadecimal digits>, and a publisher as publisher:<64 of them>, got: ${JSON.stringify(project)}; write it with 'npx registry'.`;
  return version === undefined ? undefined : `A file or publisher has no version, got: version '${version}'; leave it out.`;
}
