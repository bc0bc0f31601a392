import type { EdgeEcosystem } from '../site';

/** Group path, artifact, version, and a file that repeats artifact and version; or the artifact's metadata. */
const FILE = /^\/((?:[\w-]+\/)+)([\w.-]+)\/([\w.%-]+)\/(\2-\3[.-][\w.%-]+)$/;
const METADATA = /^\/((?:[\w-]+\/)+)([\w.-]+)\/maven-metadata\.xml(\.md5|\.sha\d+)?$/;

/** A Maven repository: https://maven.apache.org/repository/layout.html */
export const ecosystem: EdgeEcosystem = {
  name: 'maven',
  route: (path) => {
    const index = METADATA.exec(path);
    const match = index || FILE.exec(path);
    if (!match) return undefined;
    return {
      key: `${index ? 'index' : 'files'}/maven${path}`,
      project: `${match[1]!.slice(0, -1).replace(/\//g, '.')}:${match[2]!}`,
    };
  },
};
