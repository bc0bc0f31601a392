/** Small letters, digits and single hyphens: nothing that a file system, a URL or a reader could take for something else. */
export const normaliseName = (project: string): string | undefined =>
  /^[a-z0-9]+([-_.]+[a-z0-9]+)*$/i.test(project) ? project.toLowerCase().replace(/[-_.]+/g, '-') : undefined;
