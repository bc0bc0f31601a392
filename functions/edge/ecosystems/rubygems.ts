import type { EdgeEcosystem } from '../site';

const INDEX = /^\/(?:versions|names|(?:latest_|prerelease_)?specs\.4\.8\.gz|info\/([\w.-]+))$/;
const FILE =
  /^\/(?:gems|quick\/Marshal\.4\.8)\/([\w.-]+?)-\d[\w.]*(?:-[a-z][\w.-]*)?\.gem(spec\.rz)?((?:\.\d+)?\.sigstore\.json)?$/;

/** The compact index, and the Marshal index before it: https://guides.rubygems.org/rubygems-org-compact-index-api/ */
export const ecosystem: EdgeEcosystem = {
  name: 'gems',
  loggedAs: 'rubygems',
  start: '/gems/names',
  route(path) {
    // Up to RubyGems 3.3, gem asks whether the source itself is there before it takes the compact index.
    if (path === '/') return { key: 'index/rubygems/names', kind: 'listing' };
    const index = INDEX.exec(path);
    if (index) return { key: `index/rubygems${path}`, project: index[1], kind: index[1] ? 'index' : 'listing' };
    const file = FILE.exec(path);
    if (!file) return undefined;
    return { key: `files/rubygems${path}`, project: file[1], kind: file[3] ? 'bundle' : file[2] ? 'metadata' : 'file' };
  },
};
