import type { EdgeEcosystem } from '../site';

/** `!x` stands for `X`; the go command sends it as `%21x`. */
const PATH =
  /^\/([a-z0-9._~!/-]+)\/@(?:latest|v\/(?:list|v\d[a-z0-9.!%B-]*\.(?:info|(mod|zip(?:(?:\.\d+)?\.sigstore\.json)?))))$/;

/** A Go module proxy: https://go.dev/ref/mod#goproxy-protocol */
export const ecosystem: EdgeEcosystem = {
  name: 'go',
  route: (path) => {
    const match = PATH.exec(path);
    if (!match) return undefined;
    return {
      key: `${match[2] ? 'files' : 'index'}/go${path}`,
      project: match[1]!.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    };
  },
};
