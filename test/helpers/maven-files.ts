/** Files of small Maven releases as build tools make them. The same arguments give the same bytes. */
import { zip } from './zip-writer';

export interface MavenRelease {
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  /** `group:artifact:version` each. @default - none */
  readonly dependencies?: readonly string[];
}

export interface NamedFile {
  readonly name: string;
  readonly body: Buffer;
}

/** A POM; `changes` replaces its elements by name, undefined takes one away. */
export function pom(release: MavenRelease, changes: Readonly<Record<string, string | undefined>> = {}): Buffer {
  const elements: Record<string, string | undefined> = {
    modelVersion: '4.0.0',
    groupId: release.group,
    artifactId: release.artifact,
    version: release.version,
    packaging: 'jar',
    dependencies: release.dependencies?.map(dependency).join(''),
    ...changes,
  };
  const lines = Object.entries(elements).flatMap(([name, text]) => (text === undefined ? [] : [`  <${name}>${text}</${name}>`]));
  return Buffer.from(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<project xmlns="http://maven.apache.org/POM/4.0.0">',
      '  <!-- made for a test -->',
      ...lines,
      '</project>',
      '',
    ].join('\n'),
  );
}

function dependency(coordinates: string): string {
  const [groupId, artifactId, version] = coordinates.split(':');
  return `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`;
}

/** Entries of a jar as Maven makes it, path to content. */
export const jarFiles = ({ group, artifact, version }: MavenRelease): Record<string, string> => ({
  'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\r\n\r\n',
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `#Generated\nartifactId=${artifact}\ngroupId=${group}\nversion=${version}\n`,
  'demo.txt': `${artifact} ${version}\n`,
});

export const jarOf = (files: Readonly<Record<string, string>>): Buffer =>
  zip(Object.entries(files).map(([name, body]) => ({ name, body })));

export const jar = (release: MavenRelease): Buffer => jarOf(jarFiles(release));

/** Gradle's module metadata. */
export const gradleModule = ({ group, artifact, version }: MavenRelease, component: object = {}, variants?: unknown): Buffer =>
  Buffer.from(
    JSON.stringify({
      formatVersion: '1.1',
      component: { group, module: artifact, version, attributes: { 'org.gradle.status': 'release' }, ...component },
      createdBy: { gradle: { version: '8.14' } },
      variants: variants ?? [
        { name: 'apiElements', files: [{ name: `${artifact}-${version}.jar`, url: `${artifact}-${version}.jar`, size: 1 }] },
      ],
    }),
  );

/** Has the form of a PGP signature, and is none. */
export const PGP_SIGNATURE = Buffer.from(
  '-----BEGIN PGP SIGNATURE-----\nVersion: test\n\niQEzBAABCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n',
);

export const stem = ({ artifact, version }: MavenRelease): string => `${artifact}-${version}`;

/** POM and jar. */
export const mavenFiles = (release: MavenRelease): NamedFile[] => [
  { name: `${stem(release)}.pom`, body: pom(release) },
  { name: `${stem(release)}.jar`, body: jar(release) },
];
