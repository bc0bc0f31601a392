/**
 * Names that differ in case or in `-` and `_` only are one project, as on crates.io; the hyphened one in small letters stands for
 * all. The name that its author writes is in the index.
 */
export const normaliseName = (project: string): string | undefined =>
  /^[a-z][a-z0-9_-]*$/i.test(project) ? project.toLowerCase().replace(/_/g, '-') : undefined;
