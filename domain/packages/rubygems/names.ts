/** Names of gems, and of the platforms that a gem may be built for. */
import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** Longest name; with version and platform it becomes a file name, and file systems stop at 255. Characters. */
const MAX_NAME = 100;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** The platform of a gem that runs everywhere. */
export const ANY_PLATFORM = 'ruby';

/**
 * `cpu-os-version` with the systems that `Gem::Platform` knows. Anything looser would make file names ambiguous: `a-1-b-2.gem` could
 * be of `a` or of `a-1-b`. https://github.com/rubygems/rubygems/blob/master/lib/rubygems/platform.rb
 */
const SYSTEM =
  'aix|bitrig|cygwin|dalvik|darwin|dotnet|freebsd|hpux|java|jruby|linux|macruby|mingw|mswin|netbsdelf|openbsd|solaris|wasi';
export const PLATFORM = `(?:[a-z0-9_]+-)?(?:${SYSTEM})[a-z0-9_.]*(?:-[a-z0-9_.]+)?`;

/** @throws Refusal NAME_NOT_ALLOWED */
export function checkProject(project: string): void {
  if (project.length <= MAX_NAME && normaliseName(project) !== undefined && !DEVICE.test(project)) return;
  throw new Refusal(
    'NAME_NOT_ALLOWED',
    `The gem name is not allowed, got: ${JSON.stringify(project)}; use up to ${MAX_NAME} ASCII letters, digits, '.', '_' and '-' with at least one letter, beginning with a letter or digit, not ending with '.' and without '..', and no name of a Windows device.`,
  );
}
