// Checks that every package of package-lock.json has a permissive licence: names each that has not, and exits 1.
// The installed package.json counts, then the lock. A platform's build that neither knows is judged as the package it belongs to.
import { existsSync, readFileSync } from 'node:fs';

const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

/** By name of the package: the one further licence it may have, and why. */
const EXCEPTIONS = {
  'axe-core': { licence: 'MPL-2.0', reason: 'runs unchanged in tests of pages only; nothing of it is shipped' },
  'caniuse-lite': { licence: 'CC-BY-4.0', reason: "data on browsers, read by jest's compiler; nothing of it is shipped" },
};

/** True for an allowed licence, a choice with an allowed one, or several that are all allowed; other expressions need a look. */
function isPermissive(expression) {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  const isAllowed = (licence) => ALLOWED.includes(licence);
  return plain.split(' OR ').some(isAllowed) || plain.split(' AND ').every(isAllowed);
}

/** package.json's `license` was an object once, and `licenses` a list. */
function declared({ license, licenses }) {
  const names = [license ?? licenses ?? []].flat().map((one) => one.type ?? one);
  return names.length ? names.join(' AND ') : undefined;
}

const packages = Object.entries(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages).filter(([path]) => path);
const nameOf = (path) => path.split('node_modules/').pop();
const manifest = (path) => (existsSync(`${path}/package.json`) ? JSON.parse(readFileSync(`${path}/package.json`, 'utf8')) : {});
const own = new Map(packages.map(([path, entry]) => [path, declared(manifest(path)) ?? declared(entry)]));
const parents = new Map(
  packages.flatMap(([path, entry]) => Object.keys(entry.optionalDependencies ?? {}).map((name) => [name, path])),
);
const lock = new Map(packages);
const licenceOf = (path) => own.get(path) ?? (lock.get(path).cpu && own.get(parents.get(nameOf(path)))) ?? 'none';

const refused = packages.filter(([path]) => {
  const licence = licenceOf(path);
  return !isPermissive(licence) && EXCEPTIONS[nameOf(path)]?.licence !== licence;
});
const unneeded = Object.keys(EXCEPTIONS).filter(
  (name) => !packages.some(([path]) => nameOf(path) === name && !isPermissive(licenceOf(path))),
);

for (const [path, { version }] of refused)
  console.error(`${path}@${version}: its licence is not permissive, got: ${licenceOf(path)}`);
for (const name of unneeded) console.error(`${name}: needs no exception any more; remove it from scripts/check-licences.mjs`);
if (refused.length)
  console.error(`Allowed are ${ALLOWED.join(', ')}. Replace the package; an exception in this script needs a reason.`);
if (refused.length || unneeded.length) process.exit(1);
const inherited = packages.filter(([path]) => !own.get(path)).length;
console.log(
  `${packages.length} packages, all permissive but ${Object.keys(EXCEPTIONS).length} by exception; ${inherited} platform builds judged as their package`,
);
