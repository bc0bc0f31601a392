/** A segment of a group, or an artifact. Maven itself allows leading and trailing dots, which some file systems drop. */
const PROJECT = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*:[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

/** `group:artifact` has one spelling only; undefined when it is not one at all. */
export const normaliseName = (project: string): string | undefined => (PROJECT.test(project) ? project : undefined);
