/** One small project of each ecosystem: its files at a version, as its own tools make them. */
import type { EcosystemName } from '../../domain/packages/names';
import { dist } from './composer-packages';
import { crate } from './crates';
import { gem } from './gems';
import { moduleZip } from './go-modules';
import { mavenFiles } from './maven-files';
import { npmPackage, packedName } from './npm-packages';
import { type Archive, sdist, wheel } from './pypi-archives';

export interface Sample {
  readonly project: string;
  /** A second one. */
  readonly other: string;
  /** Three versions, oldest first. */
  readonly versions: readonly [string, string, string];
  /** @param of the first project when undefined */
  readonly files: (version: string, of?: string) => Promise<readonly Archive[]>;
}

const NUMBERED = ['1.0.0', '1.9.0', '1.10.0'] as const;

export const SAMPLES: Readonly<Record<EcosystemName, Sample>> = {
  pypi: {
    project: 'demo',
    other: 'demo-other',
    versions: NUMBERED,
    files: async (version, name = 'demo') => [wheel({ name, version }), await sdist({ name, version })],
  },
  cargo: {
    project: 'demo',
    other: 'demo-other',
    versions: NUMBERED,
    files: async (version, name = 'demo') => [await crate({ name, version })],
  },
  composer: {
    project: 'demo/lib',
    other: 'other/lib',
    versions: NUMBERED,
    files: (version, name = 'demo/lib') => Promise.resolve([dist({ name, version, fields: { version } })]),
  },
  generic: {
    project: 'demo',
    other: 'demo-other',
    versions: NUMBERED,
    files: (version, name = 'demo') => Promise.resolve([{ name: `${name}-${version}.bin`, body: Buffer.from(version) }]),
  },
  go: {
    project: 'example.org/demo',
    other: 'example.org/demo/other',
    versions: ['v1.0.0', 'v1.9.0', 'v1.10.0'],
    files: (version, path = 'example.org/demo') =>
      Promise.resolve([{ name: `${version}.zip`, body: moduleZip({ path, version, files: { 'a.go': 'package a\n' } }) }]),
  },
  maven: {
    project: 'org.example:demo',
    other: 'org.example:demo-other',
    versions: NUMBERED,
    files: (version, of = 'org.example:demo') => {
      const [group = '', artifact = ''] = of.split(':');
      return Promise.resolve(mavenFiles({ group, artifact, version }));
    },
  },
  npm: {
    project: '@demo/lib',
    other: 'demo-other',
    versions: NUMBERED,
    files: async (version, name = '@demo/lib') => {
      const manifest = { name, version };
      return [{ name: packedName(manifest), body: await npmPackage(manifest) }];
    },
  },
  rubygems: {
    project: 'demo',
    other: 'demo-other',
    versions: NUMBERED,
    files: async (version, name = 'demo') => [await gem({ name, version })],
  },
};
