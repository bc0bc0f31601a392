/** Advisories against OSV's own schema: test/fixtures/osv/README.md. */
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import type { ProjectSummary, ReleaseRecord, StatusAction, StatusRecord } from '../../../domain/contracts/release';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { fileCause } from '../../../domain/records/blocks';
import { type Advisory, advisoriesOf } from '../../../domain/records/osv';
import { feedWith } from '../../../domain/records/osv-documents';
import { summarise } from '../../../domain/records/summary';

const ajv = new Ajv2020({
  allErrors: true,
  strict: false,
  formats: {
    'date-time': (text: string) => new Date(text).toISOString() === text,
    uri: (text: string) => URL.canParse(text),
  },
});
const validate = ajv.compile(JSON.parse(readFileSync('test/fixtures/osv/schema.json', 'utf8')) as object);

const CONTEXT = { publicUrl: 'https://packages.example.org', registry: 'example' };
const SHA256 = 'a'.repeat(64);
const CAUSE = fileCause(SHA256);
const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T00:00:00.000Z`;

function release(version: string, at: number, ecosystem: EcosystemName = 'pypi', name = 'Demo_pkg'): ReleaseRecord {
  const file = {
    name: `demo-${version}.tar.gz`,
    size: 1,
    digests: { md5: '', sha256: SHA256, sha512: '' },
    signer: {},
    bundles: [],
    countersignature: { keyId: '', signature: '' },
    metadata: { name },
  };
  return { schema: 1, ecosystem, project: 'demo', version, upload: 'upload-1', publishedAt: day(at), files: [file] };
}

type Said = Partial<StatusRecord> & { readonly action: StatusAction };

function summaryOf(said: readonly Said[], ecosystem: EcosystemName = 'pypi', releases = ['1.0', '2.0']): ProjectSummary {
  const statuses = said.map(
    (record, i): StatusRecord => ({
      schema: 1,
      id: `command-${i}`,
      ecosystem,
      project: 'demo',
      reason: '',
      by: 'somebody@example.org',
      at: day(i + 10),
      ...record,
    }),
  );
  const records = { releases: releases.map((version, i) => release(version, i + 1, ecosystem)), statuses };
  return summarise(records, (a, b) => (a < b ? -1 : 1));
}

const told = (summary: ProjectSummary): Advisory[] =>
  advisoriesOf(summary, ECOSYSTEMS[summary.ecosystem as EcosystemName], CONTEXT).map(({ advisory }) => advisory);

const YANK: Said = { action: 'yank', version: '1.0', reason: 'Loses <data>.' };
const BLOCK: Said = { action: 'block', status: 410, reason: 'it stole tokens' };

test('a yanked version', () => {
  expect(told(summaryOf([YANK]))).toEqual([
    {
      schema_version: '1.6.7',
      id: 'COMMONS-EXAMPLE-dbdbab7d6ba6c6ed',
      modified: day(10),
      published: day(10),
      summary: 'demo 1.0 is yanked in example',
      details: 'Loses \\<data\\>.',
      affected: [{ package: { ecosystem: 'PyPI:https://packages.example.org/pypi/simple', name: 'demo' }, versions: ['1.0'] }],
      references: [{ type: 'PACKAGE', url: 'https://packages.example.org/pypi/simple/demo/' }],
      database_specific: {
        kind: 'yanked',
        ecosystem: 'pypi',
        project: 'demo',
        version: '1.0',
        reason: 'Loses <data>.',
        ledger: ['pypi/demo/command-0'],
      },
    },
  ]);
});

test('what is undone is withdrawn, and what is said anew holds again, under the same id', () => {
  const unyank: Said = { action: 'unyank', version: '1.0' };
  const [first] = told(summaryOf([YANK]));
  const [withdrawn] = told(summaryOf([YANK, unyank]));
  expect(withdrawn).toMatchObject({
    id: first!.id,
    published: day(10),
    modified: day(11),
    withdrawn: day(11),
    summary: `demo 1.0 is no longer yanked in example, since ${day(11)}`,
    details: 'Loses \\<data\\>.',
  });
  const [again] = told(summaryOf([YANK, unyank, { ...YANK, reason: 'Still.' }]));
  expect(again).toMatchObject({ id: first!.id, published: day(10), modified: day(12), details: 'Still.' });
  expect(again).not.toHaveProperty('withdrawn');
});

test('a blocked project is affected in every version, whatever is released later', () => {
  const [advisory] = told(summaryOf([BLOCK]));
  expect(advisory!.affected).toEqual([
    {
      package: { ecosystem: 'PyPI:https://packages.example.org/pypi/simple', name: 'demo' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
    },
  ]);
  expect(told(summaryOf([BLOCK], 'pypi', ['1.0', '2.0', '3.0']))).toEqual([advisory]);
});

test('a blocked file is named with the versions that have it, until it is no longer blocked', () => {
  const block: Said = { ...BLOCK, cause: CAUSE };
  const [advisory] = told(summaryOf([block]));
  expect(advisory!.affected![0]!.versions).toEqual(['1.0', '2.0']);
  expect(advisory!.database_specific).toMatchObject({ cause: CAUSE, ledger: [`-/${CAUSE}/command-0`] });
  const later = summaryOf([block, { action: 'unblock', cause: CAUSE }]);
  const releases = [...later.releases, release('3.0', 20)];
  expect(told({ ...later, releases })[0]!.affected![0]!.versions).toEqual(['1.0', '2.0']);
});

test.each<[string, readonly Said[]]>([
  ['a deprecation', [{ action: 'deprecate', version: '1.0', reason: 'Old.' }]],
  ['a yank without a reason', [{ ...YANK, reason: '' }]],
  ['an end without a beginning', [{ action: 'unblock' }]],
])('%s has no advisory', (_, said) => {
  expect(told(summaryOf(said))).toEqual([]);
});

test('a crate is called as its author does', () => {
  expect(told(summaryOf([YANK], 'cargo'))[0]!.affected![0]!.package).toEqual({
    ecosystem: 'crates.io:https://packages.example.org/cargo/index',
    name: 'Demo_pkg',
  });
});

test('generic files are no ecosystem of OSV: the advisory names them in its own words only', () => {
  const [advisory] = told(summaryOf([YANK], 'generic'));
  expect(advisory).not.toHaveProperty('affected');
  expect(advisory!.database_specific).toMatchObject({ ecosystem: 'generic', project: 'demo', version: '1.0' });
});

test('nobody who asked for it is named', () => {
  expect(JSON.stringify(told(summaryOf([YANK, BLOCK, { ...BLOCK, cause: CAUSE }])))).not.toContain('somebody');
});

const SAID = fc.array(
  fc.record({
    action: fc.constantFrom<StatusAction>('yank', 'unyank', 'block', 'unblock', 'deprecate'),
    version: fc.constantFrom('1.0', '2.0'),
    reason: fc.string({ unit: 'binary', maxLength: 20 }),
  }),
  { maxLength: 8 },
);

/** A registry whose prefix OSV has on its list passes whole; that of this one is not, and nothing else is wrong. */
test('every advisory is valid by OSV’s schema but for the prefix, which is for OSV to register', () => {
  fc.assert(
    fc.property(SAID, fc.constantFrom(...ECOSYSTEM_NAMES), (said, ecosystem) => {
      for (const advisory of told(summaryOf([...said, YANK, BLOCK, { ...BLOCK, cause: CAUSE }], ecosystem))) {
        validate(advisory);
        expect(validate.errors?.map(({ instancePath, keyword }) => [instancePath, keyword])).toEqual([['/id', 'pattern']]);
        validate({ ...advisory, id: 'OSV-1' });
        expect(validate.errors).toBeNull();
      }
    }),
    { numRuns: 30 },
  );
});

test('the schema refuses what is wrong, so that the test above means something', () => {
  const [advisory] = told(summaryOf([YANK]));
  for (const wrong of [{ modified: '2026' }, { affected: [{ package: { name: 'demo' } }] }, { more: 1 }])
    expect(validate({ ...advisory, id: 'OSV-1', ...wrong })).toBe(false);
});

test('the list is the same in whatever order it came about', () => {
  const all = told(summaryOf([YANK, BLOCK, { ...BLOCK, cause: CAUSE }]));
  const forth = all.reduce<Buffer | undefined>((list, advisory) => feedWith(list, [advisory])?.body, undefined);
  expect(feedWith(feedWith(undefined, [all[2]!])?.body, [all[1]!, all[0]!])?.body).toEqual(forth);
  expect(feedWith(forth, all)).toBeUndefined();
  expect(JSON.parse(forth!.toString())).toEqual(
    all.map(({ id, modified }) => ({ id, modified })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
});
