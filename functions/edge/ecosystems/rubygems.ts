import type { EdgeEcosystem } from '../site';

/** The compact index, and the Marshal index before it: https://guides.rubygems.org/rubygems-org-compact-index-api/ */
export const ecosystem: EdgeEcosystem = {
  segment: 'gems',
  ecosystem: 'rubygems',
  paths:
    /^\/(?:|versions|names|(?:latest_|prerelease_)?specs\.4\.8\.gz|info\/([\w.-]+)|(?:gems|quick\/Marshal\.4\.8)\/([\w.-]+?)-\d[\w.]*(?:-[a-z][\w.-]*)?\.gem(?:spec\.rz)?)$/,
  found: (match) => ({
    // Up to RubyGems 3.3, gem asks whether the source itself is there before it takes the compact index.
    place: match[0] === '/' ? '/names' : match[0],
    file: match[2],
    project: match[1] || match[2],
  }),
};
