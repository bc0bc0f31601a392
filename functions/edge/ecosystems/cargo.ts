import { normaliseName } from '../../../domain/packages/cargo/normalise';
import { type EdgeEcosystem, type Found, stringify } from '../site';

/** The sparse index: https://doc.rust-lang.org/cargo/reference/registry-index.html#sparse-protocol */
export const ecosystem: EdgeEcosystem = {
  segment: 'cargo',
  paths:
    /^\/(?:index(\/(?:config\.json|(?:[12]|3\/\w|[\w-]{2}\/[\w-]{2})\/([\w-]+)))|crates\/([\w-]+)(\/[\w-]+-\d[\w.%-]*\.crate))$/,
  found,
};

function found(match: RegExpExecArray, _: string, tierUrl: string): Found | undefined {
  const spelt = match[2] || match[3];
  const project = spelt && normaliseName(spelt);
  if (project) {
    if (match[4]) return { place: `/${project}${match[4]}`, file: true, project };
    return { place: match[1]!.toLowerCase().replace(/_/g, '-'), project };
  }
  if (spelt) return undefined;
  // cargo sends its token on only when told to, and only to the `dl` that it is given.
  const dl = `${tierUrl}/cargo/crates/{crate}/{crate}-{version}.crate`;
  return { place: match[1]!, json: tierUrl && stringify({ dl, 'auth-required': true }) };
}
