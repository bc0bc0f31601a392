/**
 * Gem names have one spelling each, capitals included. Undefined when RubyGems would not take the name, or a path could not hold it.
 * https://guides.rubygems.org/name-your-gem/
 */
export const normaliseName = (project: string): string | undefined =>
  /^(?=.*[a-z])[a-z0-9][a-z0-9._-]*$/i.test(project) && !/\.\.|\.$/.test(project) ? project : undefined;
