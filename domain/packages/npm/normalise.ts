import validate from 'validate-npm-package-name';

/** Narrower than npm, which also takes `~` and leading `-` and `_`: a part is a file's or folder's name everywhere. */
const PLAIN = /^(?:@[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?\/)?[a-z0-9](?:[a-z0-9._-]*[a-z0-9_-])?$/;

/** The name itself when npm takes it for a new package; there is no other spelling of it. Undefined otherwise. */
export const normaliseName = (project: string): string | undefined =>
  PLAIN.test(project) && validate(project).validForNewPackages ? project : undefined;
