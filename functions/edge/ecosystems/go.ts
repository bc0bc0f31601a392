import type { EdgeEcosystem } from '../site';

/** A Go module proxy: https://go.dev/ref/mod#goproxy-protocol */
export const ecosystem: EdgeEcosystem = {
  segment: 'go',
  /** `!x` stands for `X`; the go command sends it as `%21x`. */
  paths: /^\/([a-z0-9._~!/-]+)\/@(?:latest|v\/(?:list|v\d[a-z0-9.!%B-]*\.(?:info|(mod|zip))))$/,
  found: (match) => ({
    place: match[0],
    file: match[2],
    project: match[1]!.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  }),
};
