/** `registry sign`: bundles by a test authority, for demos and tests. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { CliError } from './failure';
import { BUNDLE_SUFFIX } from './release';
import type { TestIdentity, World } from './world';

export interface SignCommandOptions extends TestIdentity {
  /** Folder of the authority. */
  readonly testAuthority: string;
}

/** Signs each file; refuses to replace a bundle. */
export async function sign(
  files: readonly string[],
  { testAuthority, identity, issuer }: SignCommandOptions,
  world: World,
): Promise<number> {
  const there = files.map((file) => file + BUNDLE_SUFFIX).filter(existsSync);
  if (there.length > 0) throw new CliError(`There is a bundle already, got: ${there.join(', ')}; delete it to sign anew`);
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new CliError(`There is no such file, got: ${missing.join(', ')}; check the path`);
  const isNew = !existsSync(testAuthority);
  const signFile = await world.openAuthority(testAuthority);
  if (isNew) world.note(`made a new test authority in ${testAuthority}`);
  for (const file of files) {
    const bundle = await signFile(basename(file), readFileSync(file), { identity, issuer });
    writeFileSync(file + BUNDLE_SUFFIX, `${JSON.stringify(bundle)}\n`, { flag: 'wx' });
    world.out(file + BUNDLE_SUFFIX);
  }
  return 0;
}
