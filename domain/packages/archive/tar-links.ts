/**
 * Which links a source archive may hold. The model is PEP 721's data filter: links may point about within the tree and
 * nowhere else. That filter looks at the disk while it unpacks; reading cannot, so two rules stand in for it: nothing is
 * unpacked through a link, and a target climbs (`..`) only at its start. Both hold for every archive that a build tool makes.
 */
import { ancestors } from './entry-path';
import { refuseArchive } from './refuse';

export interface Link {
  /** Checked path of the link itself. */
  readonly path: string;
  readonly target: string;
  /** Hard links name their target from the archive's root, symbolic links from their own folder. */
  readonly hard: boolean;
}

/** @param paths checked paths of all entries, below one top folder */
export function checkLinks(links: readonly Link[], paths: Iterable<string>): void {
  const linkPaths = new Set(links.map((link) => link.path));
  for (const link of links) {
    if (!staysInside(link))
      refuseArchive('ARCHIVE_ENTRY', `link ${JSON.stringify(link.path)} leaves its tree, got: ${JSON.stringify(link.target)}`);
  }
  for (const path of paths) {
    if (ancestors(path).some((folder) => linkPaths.has(folder)))
      refuseArchive('ARCHIVE_ENTRY', `entry ${JSON.stringify(path)} is below a link`);
  }
}

/** A separator or a drive on Windows, and what ends a text in C. */
const NOT_PLAIN = /[\\:\0]/;

function staysInside({ path, target, hard }: Link): boolean {
  const from = hard ? [] : path.split('/').slice(0, -1);
  const parts = target.split('/').filter((part, i) => part !== '.' && !(part === '' && i > 0));
  const climbs = parts.findIndex((part) => part !== '..');
  const down = climbs < 0 ? [] : parts.slice(climbs);
  const up = parts.length - down.length;
  if (target === '' || down.some((part) => part === '' || part === '..' || NOT_PLAIN.test(part))) return false;
  if (up > from.length) return false;
  const landing = [...from.slice(0, from.length - up), ...down];
  return landing[0] === path.split('/')[0];
}
