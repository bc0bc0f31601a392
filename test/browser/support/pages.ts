/** Every kind of page that the registry has, from samples, at the paths where it is served. */
import { ownKey } from '../../../domain/contracts/keys';
import { HOLDER_USAGE_PREFIX } from '../../../domain/contracts/usage';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { firstObjects } from '../../../domain/site/first-objects';
import { siteObjects } from '../../../domain/site/objects';
import { listObject, listPages, pagesTo } from '../../../domain/site/package-list';
import { packageObject } from '../../../domain/site/package-page';
import { keyOfPath, packagePath, packageStatsPath, packagesPartPath } from '../../../domain/site/paths';
import { holderUsageObjects } from '../../../domain/usage/partner/objects';
import { publishReport } from '../../../domain/usage/report/publish';
import { reportOf } from '../../../domain/usage/report/report';
import { statsObjects } from '../../../domain/usage/stats/objects';
import { file, HOSTILE, release, summary } from '../../domain/site/package-sample';
import { LIMITS, NOW } from '../../domain/site/sample';
import { OCTOBER, sampleInput, sampleTables } from '../../domain/usage/report/sample';

const URL = 'https://packages.example.org';
const REGISTRY = LIMITS.registry;
const LIMITS_OF_ALL = { ...LIMITS, ipv6: true, brake: true, ecosystems: ECOSYSTEM_NAMES };

const packageOf = (ecosystem: keyof typeof ECOSYSTEMS, ...of: Tail<Parameters<typeof summary>>): PublicObject =>
  packageObject(ECOSYSTEMS[ecosystem], summary(ecosystem, ...of), {
    publicUrl: URL,
    registry: REGISTRY,
    entries: { '1.0': 12, '1.1': 345, '1.9.0': 346 },
  });
type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer Rest] ? Rest : never;

const LONG = `org.example.${'very.long.group.'.repeat(8)}name:${'artifact-with-a-long-name-'.repeat(4)}end`;
const npmFile = file('demo-1.9.0.tgz', {
  metadata: { shasum: 'd'.repeat(40), fields: { description: 'Does one thing, and does it well.' } },
  coSigners: [{ key: 'release-key' }],
});

const PACKAGES: readonly PublicObject[] = [
  packageOf('pypi', 'six', [
    release('1.0', { status: { yanked: 'Loses data.' } }),
    release('1.1', { status: { deprecated: 'Take 1.2.' } }),
    release('1.2', { status: { blocked: { status: 410, reason: 'Malware.' } } }),
    release('2.0rc1'),
  ]),
  packageOf('npm', '@scope/demo', [release('1.9.0', { files: [npmFile] })], {
    status: { deprecated: 'Nobody cares for it any more.', replacement: 'demo-ng' },
  }),
  packageOf('maven', LONG, [release(`1.0.0-${'x'.repeat(120)}`)]),
  packageOf(
    'pypi',
    'many',
    Array.from({ length: 2000 }, (_, i) => release(`1.${i}.0`)),
  ),
  packageOf('pypi', 'taken-out', [release('1.0')], { status: { blocked: { status: 451, reason: 'A court order.' } } }),
  packageOf('pypi', 'hostile', [
    release('1.0', { status: { yanked: HOSTILE }, files: [file('x', { signer: { identity: HOSTILE } })] }),
  ]),
];

const MANY = listPages(Array.from({ length: 20_000 }, (_, i) => `project-${i.toString(36)}-name`).sort());
const [first, second, ...deeper] = pagesTo(MANY, 'project-1a-name');
const FEW = listPages([LONG, 'org.example:demo']);
const LISTS = [
  ...[first!, second!, ...deeper].map((page) => listObject(REGISTRY, 'cargo', page)),
  listObject(REGISTRY, 'maven', FEW),
];

const report = reportOf(sampleInput());
const statistics = statsObjects({ registry: REGISTRY, months: [{ month: '2026-10', tables: sampleTables() }] });
const holders = holderUsageObjects({
  ...sampleInput(),
  contact: LIMITS.contact,
  month: OCTOBER,
  until: OCTOBER.until,
  reports: [report],
  contributions: [],
});

/** In order: what is written later replaces what was there. */
const OBJECTS: readonly PublicObject[] = [
  ...firstObjects(LIMITS_OF_ALL, new Date('2026-10-01T00:00:00Z')),
  ...siteObjects(LIMITS_OF_ALL, URL, NOW),
  ...LISTS,
  ...PACKAGES,
  ...publishReport({ report, url: URL }),
  ...statistics,
  ...holders,
];

/** By key: what the `packages` bucket holds. */
export const BUCKET: ReadonlyMap<string, PublicObject> = new Map(OBJECTS.map((object) => [object.key, object]));

/** Answered by the edge function or by others, which pages ask when they have been read. */
export const ANSWERS: Readonly<Record<string, unknown>> = {
  '/-/limits/me': { tier: 'anonymous', limited: false, retryAfter: 0, message: '' },
  '/-/limits/brake.json': { degree: 1, dry: false, since: '2026-10-14', message: 'Money runs short.' },
  '/-/limits/fair-use.json': { schema: 1, entries: [] },
};

/** Of what is not counted in the sample month. */
const uncounted = (ecosystem: string, project: string): readonly [string, unknown] => [
  packageStatsPath(ecosystem, project, 'latest.json'),
  { months: [] },
];
export const UNCOUNTED = new Map([
  uncounted('npm', '@scope/demo'),
  uncounted('maven', LONG),
  uncounted('pypi', 'many'),
  uncounted('pypi', 'hostile'),
]);

/** Name of the screenshot, and path. */
export const VISITED: readonly (readonly [string, string])[] = [
  ['home', '/'],
  ['packages', '/-/packages/'],
  ['package-list-empty', '/-/packages/pypi/'],
  ['package-list-parts', '/-/packages/cargo/'],
  ['package-list-part', packagesPartPath('cargo', deeper.at(-1)?.prefix ?? second!.prefix)],
  ['package-list-long', '/-/packages/maven/'],
  ['package', packagePath('pypi', 'six')],
  ['package-scoped', packagePath('npm', '@scope/demo')],
  ['package-long', packagePath('maven', LONG)],
  ['package-many', packagePath('pypi', 'many')],
  ['package-taken-out', packagePath('pypi', 'taken-out')],
  ['package-hostile', packagePath('pypi', 'hostile')],
  ['limits', '/-/limits'],
  ['errors', '/-/errors/'],
  ['error', '/-/errors/RATE_LIMITED'],
  ['statistics', '/-/stats/'],
  ['transparency', '/-/transparency/'],
  ['transparency-report', '/-/transparency/2026-10/'],
  ['holder-usage', `/-/usage/${holders[1]!.key.slice(HOLDER_USAGE_PREFIX.length).replace('index.html', '')}`],
  ['badge', packageStatsPath('pypi', 'six', 'badge.svg')],
];

/** Key of what is served at a path: the edge function's part, test/functions/edge/own.test.ts. */
export function keyAt(path: string): string {
  if (path === '/') return ownKey('home.html');
  return BUCKET.has(`index${path}`) ? `index${path}` : keyOfPath(path);
}
