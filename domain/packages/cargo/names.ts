import { Refusal } from '../../contracts/refusals';
import { normaliseName } from './normalise';

/** crates.io's longest name. Characters. */
const MAX_NAME = 64;
/** Names of crates that come with the compiler, in normal form: https://github.com/rust-lang/crates.io (`reserved_crate_names`). */
const RESERVED: ReadonlySet<string> = new Set(
  'alloc compiler-builtins compiler-rt compiletest core coretest fmt-macros macro macros proc-macro rustbook rustc rustdoc rustllvm std std-unicode syntax test'.split(
    ' ',
  ),
);
/** Names that Windows takes for devices; cargo unpacks crates into folders. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/** @throws Refusal NAME_NOT_ALLOWED or NAME_NOT_NORMALISED */
export function checkProject(project: string): void {
  const normal = project.length <= MAX_NAME ? normaliseName(project) : undefined;
  if (normal === undefined || RESERVED.has(normal) || DEVICE.test(normal)) {
    throw new Refusal(
      'NAME_NOT_ALLOWED',
      `The crate name is not allowed, got: ${JSON.stringify(project)}; use up to ${MAX_NAME} ASCII letters, digits, '-' and '_', beginning with a letter, and no name of the standard library or of a Windows device.`,
    );
  }
  if (normal !== project) {
    throw new Refusal(
      'NAME_NOT_NORMALISED',
      `The project name is not normalised, got: '${project}'; upload it as '${normal}', whatever the crate's own spelling is.`,
    );
  }
}
