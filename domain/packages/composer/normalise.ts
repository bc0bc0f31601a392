/**
 * `vendor/name` in small letters: Composer's own rule for names. Its pattern, written so that no name takes long to read.
 * https://getcomposer.org/doc/04-schema.md#name
 */
export const normaliseName = (project: string): string | undefined =>
  /^[a-z0-9]+(?:[_.-][a-z0-9]+)*\/[a-z0-9]+(?:(?:[_.]|--?)[a-z0-9]+)*$/i.test(project) ? project.toLowerCase() : undefined;
