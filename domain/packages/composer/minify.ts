/** `composer/2.0` minification: each version but the first tells only how it differs from the one before. */

type Package = Readonly<Record<string, unknown>>;
const UNSET = '__unset';

export const minify = (packages: readonly Package[]): Package[] =>
  packages.map((each, i) => (i === 0 ? each : difference(packages[i - 1]!, each)));

const difference = (before: Package, after: Package): Package =>
  Object.fromEntries([
    ...Object.entries(after).filter(([name, value]) => !same(before[name], value)),
    ...Object.keys(before)
      .filter((name) => !(name in after))
      .map((name): [string, unknown] => [name, UNSET]),
  ]);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
