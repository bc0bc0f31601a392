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
  /** Three versions, oldest first. */
  readonly versions: readonly [string, string, string];
  readonly files: (version: string) => Promise<readonly Archive[]>;
}

const NUMBERED = ['1.0.0', '1.9.0', '1.10.0'] as const;

export const SAMPLES: Readonly<Record<EcosystemName, Sample>> = {
  pypi: {
    project: 'demo',
    versions: NUMBERED,
    files: async (version) => [wheel({ name: 'demo', version }), await sdist({ name: 'demo', version })],
  },
  cargo: { project: 'demo', versions: NUMBERED, files: async (version) => [await crate({ name: 'demo', version })] },
  composer: {
    project: 'demo/lib',
    versions: NUMBERED,
    files: (version) => Promise.resolve([dist({ name: 'demo/lib', version, fields: { version } })]),
  },
  generic: {
    project: 'demo',
    versions: NUMBERED,
    files: (version) => Promise.resolve([{ name: `demo-${version}.bin`, body: Buffer.from(version) }]),
  },
  go: {
    project: 'example.org/demo',
    versions: ['v1.0.0', 'v1.9.0', 'v1.10.0'],
    files: (version) =>
      Promise.resolve([
        { name: `${version}.zip`, body: moduleZip({ path: 'example.org/demo', version, files: { 'a.go': 'package a\n' } }) },
      ]),
  },
  maven: {
    project: 'org.example:demo',
    versions: NUMBERED,
    files: (version) => Promise.resolve(mavenFiles({ group: 'org.example', artifact: 'demo', version })),
  },
  npm: {
    project: '@demo/lib',
    versions: NUMBERED,
    files: async (version) => {
      const manifest = { name: '@demo/lib', version };
      return [{ name: packedName(manifest), body: await npmPackage(manifest) }];
    },
  },
  rubygems: { project: 'demo', versions: NUMBERED, files: async (version) => [await gem({ name: 'demo', version })] },
};
