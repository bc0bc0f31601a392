import type { EdgeEcosystem, Route } from '../site';

const INDEX = /^\/(?:versions|names|(?:latest_|prerelease_)?specs\.4\.8\.gz|info\/([\w.-]+))$/;
const FILE =
  /^\/(?:gems|quick\/Marshal\.4\.8)\/([\w.-]+?)-\d[\w.]*(?:-[a-z][\w.-]*)?\.gem(?:spec\.rz)?(?:(?:\.\d+)?\.sigstore\.json)?$/;

/** The compact index, and the Marshal index before it: https://guides.rubygems.org/rubygems-org-compact-index-api/ */
export const ecosystem: EdgeEcosystem = {
  name: 'gems',
  loggedAs: 'rubygems',
  route: (path) => index(path) || file(path),
};

function index(path: string): Route | undefined {
  // Up to RubyGems 3.3, gem asks whether the source itself is there before it takes the compact index.
  const match = INDEX.exec(path === '/' ? '/names' : path);
  return match ? { key: `index/rubygems${match[0]}`, project: match[1] } : undefined;
}

function file(path: string): Route | undefined {
  const match = FILE.exec(path);
  return match ? { key: `files/rubygems${path}`, project: match[1] } : undefined;
}
