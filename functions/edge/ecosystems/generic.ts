import type { EdgeEcosystem, Route } from '../site';

const PROJECT = /^\/([a-z0-9-]+)(?:(\/)(index\.json)?)?$/;
const FILE = /^\/([a-z0-9-]+)\/[\w.%~-]+\/[\w.%~-]+$/;

/** Files as they are: `/<project>/<version>/<file>`. */
export const ecosystem: EdgeEcosystem = { name: 'generic', route };

function route(path: string): Route | undefined {
  const listed = PROJECT.exec(path);
  if (listed) {
    const project = listed[1]!;
    if (!listed[2]) return { redirect: `/generic${path}/`, project };
    return { key: `index/generic${path}${listed[3] ? '' : 'index.html'}`, project };
  }
  const file = FILE.exec(path);
  return file ? { key: `${/\/SHA256SUMS$/.test(path) ? 'index' : 'files'}/generic${path}`, project: file[1]! } : undefined;
}
