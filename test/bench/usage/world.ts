/** What log lines of the benchmark are made of. */
import { AGENTS as TESTED } from '../../domain/usage/support/requests';

export const AGENTS = [...TESTED, ...TESTED.slice(0, 5), ...TESTED.slice(0, 5)];
export const ASNS = ['64500', '64501', '64502', '16509', '8075', '3320', '7018', '4134', '2856', '-'];
export const COUNTRIES = ['US', 'DE', 'CN', 'GB', 'IN', 'NZ', 'FR'];
export const STATUSES = [...Array<string>(16).fill('200'), '304', '404', '206', '301'];
export const RESULTS = [...Array<string>(16).fill('Hit'), 'RefreshHit', 'Miss', 'Miss', 'Error'];
/** Bytes. */
export const SIZES = [2_000, 9_000, 40_000, 150_000, 150_000, 600_000, 2_500_000];
export const ECOSYSTEMS = [
  {
    name: 'pypi',
    path: (name: string, version: string) => `/pypi/files/${name}/${name.replace('-', '_')}-${version}-py3-none-any.whl`,
  },
  { name: 'npm', path: (name: string, version: string) => `/npm/@demo%2f${name}/-/${name}-${version}.tgz` },
  { name: 'cargo', path: (name: string, version: string) => `/cargo/crates/${name}/${version}+build.7/download` },
] as const;
