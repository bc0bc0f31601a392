import { normaliseName } from '../../../domain/packages/cargo/normalise';
import type { EdgeEcosystem, Route } from '../site';

const INDEX = /^\/index(\/(?:[12]|3\/\w|[\w-]{2}\/[\w-]{2})\/([\w-]+))$/;
const FILE = /^\/crates\/([\w-]+)\/([\w-]+-\d[\w.%-]*\.crate)((?:\.\d+)?\.sigstore\.json)?$/;

/** The sparse index: https://doc.rust-lang.org/cargo/reference/registry-index.html#sparse-protocol */
export const ecosystem: EdgeEcosystem = { name: 'cargo', route };

function route(path: string, _: string, tierUrl: string): Route | undefined {
  if (path === '/index/config.json') {
    // cargo sends its token on only when told to, and only to the `dl` that it is given.
    const dl = `${tierUrl}/cargo/crates/{crate}/{crate}-{version}.crate`;
    return {
      key: 'index/cargo/config.json',
      json: tierUrl && JSON.stringify({ dl, 'auth-required': true }),
    };
  }
  const index = INDEX.exec(path);
  const match = index || FILE.exec(path);
  const project = match && normaliseName(index ? match[2]! : match[1]!);
  if (!match || !project) return undefined;
  if (index) return { key: `index/cargo${match[1]!.toLowerCase().replace(/_/g, '-')}`, project };
  return { key: `files/cargo/${project}/${match[2]}${match[3] || ''}`, project };
}
