import type { EdgeEcosystem } from '../site';

/** A Maven repository: https://maven.apache.org/repository/layout.html */
export const ecosystem: EdgeEcosystem = {
  segment: 'maven',
  /** Group path, artifact, version, and a file that repeats artifact and version; or the artifact's metadata. */
  paths: /^\/((?:[\w-]+\/)+)([\w.-]+)\/(?:maven-metadata\.xml(?:\.md5|\.sha\d+)?|([\w.%-]+)\/\2-\3[.-][\w.%-]+)$/,
  found: (match) => ({
    place: match[0],
    file: match[3],
    project: `${match[1]!.slice(0, -1).replace(/\//g, '.')}:${match[2]!}`,
  }),
};
