/** What is asked for: packages by popularity, with their paths and sizes in each ecosystem. */
import { logNormal, mix, uniform } from './chance';

/** Projects in the registry. */
const PROJECTS = 20_000;

/**
 * Rank, from 0, of a project drawn by popularity `(rank+100)^-1.9`: within 5 points of PyPI's downloads (2026-04: its first
 * 100 of 15,000 make 43 %, its first 1,000 make 88 %).
 */
export function popularRank(u: number): number {
  const first = 101 ** -0.9;
  const last = (PROJECTS + 101) ** -0.9;
  return Math.floor((first - u * (first - last)) ** (-1 / 0.9) - 101);
}

export type Part = 'start' | 'index' | 'metadata' | 'file' | 'checksum' | 'mod';
export type EcosystemName = keyof typeof ECOSYSTEMS;

/** Bytes of one answer that is no file. */
const BYTES: Readonly<Record<Exclude<Part, 'file'>, number>> = {
  start: 200,
  index: 12_000,
  metadata: 4_000,
  checksum: 40,
  mod: 600,
};
/** A 304 has no body. */
export const NOT_MODIFIED_BYTES = 300;

interface Ecosystem {
  /** Path of a part of project `name`. */
  readonly path: (name: string, part: Part) => string;
  /** Bytes of files: wheels have a mean of about 1.4 MB on PyPI, crates a median of 28 kB and a mean of 103 kB. */
  readonly median: number;
  readonly sigma: number;
}

const CRATE_LIKE = { median: 28_000, sigma: 1.6 };

const ECOSYSTEMS = {
  pypi: {
    median: 120_000,
    sigma: 2.2,
    path: (name, part) =>
      part === 'index'
        ? `/pypi/simple/${name}/`
        : `/pypi/files/${name}/${name}-1.0.0-py3-none-any.whl${part === 'metadata' ? '.metadata' : ''}`,
  },
  npm: { ...CRATE_LIKE, path: (name, part) => (part === 'index' ? `/npm/${name}` : `/npm/${name}/-/${name}-1.0.0.tgz`) },
  cargo: {
    ...CRATE_LIKE,
    path: (name, part) => {
      if (part === 'start') return '/cargo/index/config.json';
      return part === 'index'
        ? `/cargo/index/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`
        : `/cargo/crates/${name}/${name}-1.0.0.crate`;
    },
  },
  maven: {
    median: 60_000,
    sigma: 1.6,
    path: (name, part) => {
      const file = `/maven/org/example/${name}/1.0.0/${name}-1.0.0.`;
      return {
        start: '',
        index: `${file}pom`,
        metadata: `${file}pom.sha1`,
        file: `${file}jar`,
        checksum: `${file}jar.sha1`,
        mod: '',
      }[part];
    },
  },
  go: {
    ...CRATE_LIKE,
    path: (name, part) => {
      const last: Partial<Record<Part, string>> = { index: 'list', metadata: 'v1.0.0.info', mod: 'v1.0.0.mod' };
      return `/go/example.org/${name}/@v/${last[part] ?? 'v1.0.0.zip'}`;
    },
  },
  gems: {
    ...CRATE_LIKE,
    path: (name, part) => {
      if (part === 'start') return '/gems/versions';
      return part === 'index'
        ? `/gems/info/${name}`
        : part === 'metadata'
          ? `/gems/quick/Marshal.4.8/${name}-1.0.0.gemspec.rz`
          : `/gems/gems/${name}-1.0.0.gem`;
    },
  },
  composer: {
    ...CRATE_LIKE,
    path: (name, part) => {
      if (part === 'start') return '/composer/packages.json';
      return part === 'index' ? `/composer/p2/example/${name}.json` : `/composer/files/example/${name}/1.0.0.zip`;
    },
  },
} as const satisfies Readonly<Record<string, Ecosystem>>;

const nameOf = (rank: number): string => `project-${rank.toString(36)}`;

/** Sizes of files, by ecosystem and rank. */
const FILES = Object.fromEntries(
  Object.entries(ECOSYSTEMS).map(([name, { median, sigma }]) => [
    name,
    Float64Array.from({ length: PROJECTS }, (_, rank) => fileBytes(mix(rank, median), median, sigma)),
  ]),
) as Readonly<Record<EcosystemName, Float64Array>>;

function fileBytes(seed: number, median: number, sigma: number): number {
  return Math.round(Math.min(300e6, logNormal(uniform(seed, 0), uniform(seed, 1), median, sigma)));
}

export const pathOf = (ecosystem: EcosystemName, part: Part, rank: number): string =>
  ECOSYSTEMS[ecosystem].path(nameOf(rank), part);

/** Bytes of an answer; a project's file has one size for everybody. */
export const bytesOf = (ecosystem: EcosystemName, part: Part, rank: number): number =>
  part === 'file' ? FILES[ecosystem][rank]! : BYTES[part];
