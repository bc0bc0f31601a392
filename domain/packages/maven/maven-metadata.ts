/**
 * `maven-metadata.xml` of a project: the versions from which clients choose for ranges, `LATEST` and `RELEASE`. Who names a yanked
 * version still gets it. https://maven.apache.org/ref/3.9.9/maven-repository-metadata/repository-metadata.html
 */
import type { ProjectSummary } from '../../contracts/release';
import type { PublicObject } from '../ecosystem';
import { coordinatesOf } from './coordinates';
import { metadataObjects } from './objects';
import { compareVersions } from './versions';

/** Names and versions need no escapes: {@link checkProject} and {@link checkVersion} allow no character that would. */
export function renderProject({ project, releases }: ProjectSummary): PublicObject[] {
  const { group, artifact } = coordinatesOf(project);
  const wanted = releases.filter(({ status }) => status?.yanked === undefined);
  const versions = wanted.map(({ version }) => version).sort(compareVersions);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<metadata>',
    `  <groupId>${group}</groupId>`,
    `  <artifactId>${artifact}</artifactId>`,
    '  <versioning>',
    // They differ only where snapshots are served.
    ...versions.slice(-1).flatMap((newest) => [`    <latest>${newest}</latest>`, `    <release>${newest}</release>`]),
    '    <versions>',
    ...versions.map((version) => `      <version>${version}</version>`),
    '    </versions>',
    `    <lastUpdated>${lastUpdated(releases)}</lastUpdated>`,
    '  </versioning>',
    '</metadata>',
    '',
  ];
  return metadataObjects(project, lines.join('\n'));
}

/** `yyyyMMddHHmmss` of the last release, in UTC. */
function lastUpdated(releases: ProjectSummary['releases']): string {
  const times = releases.map(({ publishedAt }) => publishedAt).sort();
  return times.at(-1)!.replace(/\D/g, '').slice(0, 14);
}
