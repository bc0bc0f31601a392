/**
 * Words of the tables of known properties. A property is honoured (it has a schema), irrelevant (with the reason), or taken
 * only with the values that the simulators can follow (with the reason). Anything else is an error: never silence.
 */
import { z } from 'zod';

/** A property that changes nothing the edge simulates. The reason is for the reader. */
export const irrelevant = (reason: string) => z.unknown().optional().describe(reason);

/** A property that is followed for these values only; `reason` becomes part of the error. */
export const only = (reason: string, ...values: readonly unknown[]) =>
  z
    .unknown()
    .refine((value) => value === undefined || values.includes(value), {
      error: ({ input }) =>
        `the local edge follows only ${values.map((value) => JSON.stringify(value)).join(', ')}, got: ${JSON.stringify(input)} (${reason})`,
    })
    .optional();

/** A property that the simulators do not follow at all. */
export const refused = (reason: string) =>
  z.undefined({ error: ({ input }) => `not followed by the local edge, got: ${JSON.stringify(input)} (${reason})` }).optional();

/** Reads resolved properties of one resource; throws an error that lists every problem with its path. */
export function readProperties<Schema extends z.ZodType>(
  schema: Schema,
  type: string,
  logicalId: string,
  properties: unknown,
): z.output<Schema> {
  const read = schema.safeParse(properties ?? {});
  if (read.success) return read.data;
  throw new AssemblyError(
    read.error.issues.flatMap((issue) => sentences(issue).map(([path, text]) => `${logicalId} (${type}) ${path}: ${text}`)),
  );
}

/** The template says something the local edge cannot follow; each problem is a sentence with its path. */
export class AssemblyError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The local edge cannot follow the synthesised template:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'AssemblyError';
  }
}

function sentences(issue: z.core.$ZodIssue): [path: string, text: string][] {
  if (issue.code !== 'unrecognized_keys') return [[pathText(issue.path), issue.message]];
  return issue.keys.map((key) => [
    pathText([...issue.path, key]),
    'the local edge does not know this property; say in local/assembly whether it is followed, irrelevant or refused',
  ]);
}

const pathText = (path: readonly PropertyKey[]): string => ['Properties', ...path.map(String)].join('.');
