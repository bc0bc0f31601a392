/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function normaliseName(project: string): string | undefined {
  if (!/^[a-z\d]([\w.-]*[a-z\d])?$/i.test(project)) return undefined;
  // Clients ask for the canonical name, and the edge's runtime is slow at replacing.
  return /[A-Z._]|--/.test(project) ? project.toLowerCase().replace(/[-_.]+/g, '-') : project;
}
