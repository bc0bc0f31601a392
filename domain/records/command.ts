/** Reads a command, which an operator's machine wrote and nobody has checked yet. */
import { z } from 'zod';
import { UPLOAD_ID } from '../contracts/keys';
import { type Command, RELEASE_ACTIONS, STATUS_ACTIONS } from '../contracts/release';

/** Shown to readers on one line, so no control characters. */
const line = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters');

const SCHEMA = z.strictObject({
  schema: z.literal(1),
  action: z.enum([...STATUS_ACTIONS, ...RELEASE_ACTIONS, 'reindex']),
  ecosystem: z.string().max(50),
  project: z.string().max(255),
  version: z.string().max(255).optional(),
  upload: z.string().regex(UPLOAD_ID).optional(),
  reason: line.optional(),
  replacement: line.max(255).optional(),
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

function contradiction({ action, version, upload, reason, replacement }: Command): string | undefined {
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
  return undefined;
}
