/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export const normaliseName = (project: string): string | undefined =>
  /^([a-z0-9]|[a-z0-9][a-z0-9._-]*[a-z0-9])$/i.test(project) ? project.toLowerCase().replace(/[-_.]+/g, '-') : undefined;
