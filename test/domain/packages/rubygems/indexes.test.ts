import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FileRecord, ListedRelease, ProjectSummary, ReleaseStatus } from '../../../../domain/contracts/release';
import { RUBYGEMS } from '../../../../domain/packages/rubygems';
import { parseVersions } from '../../../../domain/packages/rubygems/compact';
import type { GemMetadata } from '../../../../domain/packages/rubygems/file-metadata';
import {
  array,
  boolean,
  customBytes,
  dump,
  hash,
  integer,
  nil,
  object,
  string,
  symbol,
} from '../../../../domain/packages/rubygems/marshal';
import { readSpecs } from '../../../../domain/packages/rubygems/specs';
import { elements } from '../../../../domain/packages/rubygems/unmarshal';
import { gemName } from '../../../helpers/gems';

const CONTEXT = { publicUrl: 'https://registry.example.org' };
const ANY = ['>= 0'];
const SHA256 = 'b'.repeat(64);

interface Made {
  readonly version: string;
  readonly platforms?: readonly string[];
  readonly metadata?: Partial<GemMetadata>;
  readonly status?: ReleaseStatus;
  /** Seconds of the minute of publication. @default - by its place in the list */
  readonly second?: number;
}

const fileOf = (project: string, { version, metadata }: Made, platform: string): FileRecord => ({
  name: gemName({ name: project, version, platform }),
  size: 909,
  digests: { md5: 'a'.repeat(32), sha256: SHA256, sha512: 'c'.repeat(128) },
  signer: { key: 'release' },
  bundles: [],
  countersignature: { keyId: 'k', signature: 's' },
  metadata: { platform, dependencies: [], ruby: ANY, rubygems: ANY, ...metadata },
});

const summaryOf = (project: string, ...made: readonly Made[]): ProjectSummary => ({
  schema: 1,
  ecosystem: 'rubygems',
  project,
  revision: made.length,
  releases: made
    .map(
      (each, i): ListedRelease => ({
        schema: 1,
        ecosystem: 'rubygems',
        project,
        version: each.version,
        upload: `upload-${each.version}`,
        publishedAt: `2026-01-02T03:04:${String(each.second ?? i).padStart(2, '0')}.000Z`,
        files: (each.platforms ?? ['ruby']).map((platform) => fileOf(project, each, platform)),
        ...(each.status && { status: each.status }),
      }),
    )
    .sort((a, b) => RUBYGEMS.compareVersions(a.version, b.version)),
});

const infoOf = (summary: ProjectSummary): string => RUBYGEMS.renderProject(summary, CONTEXT)[0]!.body.toString();
const md5 = (summary: ProjectSummary): string => createHash('md5').update(infoOf(summary)).digest('hex');
const keyOf = (name: string): string => `index/rubygems/${name}`;
/** The document after each of the summaries in turn. */
const stateOf = (name: string, ...summaries: readonly ProjectSummary[]): Buffer =>
  summaries.reduce<Buffer | undefined>(
    (current, summary) => RUBYGEMS.renderListing(keyOf(name), current, summary, CONTEXT)?.body ?? current,
    undefined,
  )!;
const specsAfter = (name: string, ...summaries: readonly ProjectSummary[]) =>
  readSpecs(stateOf(name, ...summaries)).map(({ spec: [project, version, platform] }) => `${project} ${version} ${platform}`);

describe('info', () => {
  const needs = {
    dependencies: [
      { name: 'rake', requirements: ['< 14', '>= 12'] },
      { name: 'b', requirements: ANY },
    ],
  };
  const summary = summaryOf(
    'demo',
    { version: '1.10', platforms: ['x86_64-linux', 'ruby'], metadata: needs },
    { version: '1.9', metadata: { ruby: ['< 4', '>= 2.5'], rubygems: ['>= 3.3'] } },
  );

  test('has a line for each gem, in the order of their publication', () => {
    expect(infoOf(summary).split('\n')).toEqual([
      '---',
      `1.10-x86_64-linux rake:< 14&>= 12,b:>= 0|checksum:${SHA256}`,
      `1.10 rake:< 14&>= 12,b:>= 0|checksum:${SHA256}`,
      `1.9 |checksum:${SHA256},ruby:< 4&>= 2.5,rubygems:>= 3.3`,
      '',
    ]);
  });

  test('is plain text, so that its ETag is its MD5, and has the project’s tags', () => {
    const [object, ...others] = RUBYGEMS.renderProject(summary, CONTEXT);
    expect(others).toEqual([]);
    expect(object).toMatchObject({
      key: 'index/rubygems/info/demo',
      contentType: 'text/plain; charset=utf-8',
      tags: ['ecosystem:rubygems', 'project:rubygems:demo', 'index:rubygems:demo'],
    });
    expect(object).not.toHaveProperty('contentEncoding');
    expect(RUBYGEMS.indexPath('demo')).toBe('/gems/info/demo');
  });

  test('a later release only appends', () => {
    const more = summaryOf('demo', { version: '2.0' }, { version: '1.0' }, { version: '1.5' });
    const before = summaryOf('demo', { version: '2.0' }, { version: '1.0' });
    expect(infoOf(more).startsWith(infoOf(before))).toBe(true);
  });

  test('has no yanked gem, and a deprecated one unchanged', () => {
    const yanked = summaryOf(
      'demo',
      { version: '1.0', status: { yanked: '' } },
      { version: '1.1', status: { deprecated: 'old' } },
    );
    expect(infoOf(yanked)).toBe(`---\n1.1 |checksum:${SHA256}\n`);
    expect(infoOf(summaryOf('demo', { version: '1.0', status: { yanked: 'broken' } }))).toBe('---\n');
  });

  test('a record that is not ours to render is an error', () => {
    const broken = summaryOf('demo', { version: '1.0', metadata: { platform: 3 as unknown as string } });
    expect(() => infoOf(broken)).toThrow('Invalid input: expected string, received number');
  });
});

describe('versions', () => {
  const one = summaryOf('demo', { version: '1.0' });
  const two = summaryOf('demo', { version: '1.0' }, { version: '1.1', platforms: ['java', 'ruby'] });
  const yanked = summaryOf('demo', { version: '1.0', status: { yanked: '' } }, { version: '1.1', platforms: ['java', 'ruby'] });
  const other = summaryOf('demo-other', { version: '0.1' });
  const head = 'created_at: 2026-01-02T03:04:00.000Z\n---\n';

  test('gets a line with what is new, and the MD5 of the project’s info', () => {
    expect(stateOf('versions', one, other, two).toString()).toBe(
      `${head}demo 1.0 ${md5(one)}\ndemo-other 0.1 ${md5(other)}\ndemo 1.1-java,1.1 ${md5(two)}\n`,
    );
  });

  test('takes yanked gems away by a line, and gives them back by another', () => {
    expect(stateOf('versions', two, yanked, two).toString()).toBe(
      `${head}demo 1.0,1.1-java,1.1 ${md5(two)}\ndemo -1.0 ${md5(yanked)}\ndemo 1.0 ${md5(two)}\n`,
    );
  });

  test('names a gem again when only the MD5 is another', () => {
    const needs = { dependencies: [{ name: 'rake', requirements: ANY }] };
    const changed = summaryOf('demo', { version: '1.0', metadata: needs });
    expect(stateOf('versions', one, changed).toString()).toBe(`${head}demo 1.0 ${md5(one)}\ndemo -1.0,1.0 ${md5(changed)}\n`);
  });

  test('does not change for what it says already', () => {
    const grown = stateOf('versions', one, other, two, yanked);
    expect(RUBYGEMS.renderListing(keyOf('versions'), grown, yanked, CONTEXT)!.body).toEqual(grown);
    for (const name of ['names', 'specs.4.8.gz', 'latest_specs.4.8.gz', 'prerelease_specs.4.8.gz']) {
      const current = stateOf(name, one, other, two, yanked);
      expect(RUBYGEMS.renderListing(keyOf(name), current, yanked, CONTEXT)).toBeUndefined();
    }
  });

  test('property: it only grows, and says in the end what the summaries say', () => {
    const status = fc.option(fc.constant({ yanked: '' }), { nil: undefined });
    const state = fc.uniqueArray(fc.record({ version: fc.constantFrom('1.0', '1.1', '1.1.rc1', '2.0'), status }), {
      selector: ({ version }) => version,
    });
    const change = fc.tuple(fc.constantFrom('a', 'a-b', 'ab'), state);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1 }), (changes) => {
        let current: Buffer | undefined;
        const newest = new Map<string, ProjectSummary>();
        for (const [project, made] of changes) {
          const summary = summaryOf(
            project,
            ...made.map(({ version, status: each }) => ({ version, ...(each && { status: each }) })),
          );
          if (made.length === 0) continue;
          const next = RUBYGEMS.renderListing(keyOf('versions'), current, summary, CONTEXT)?.body ?? current;
          if (current) expect(next!.subarray(0, current.length).equals(current)).toBe(true);
          current = next;
          newest.set(project, summary);
        }
        const { numbers, md5: sums } = parseVersions((current?.toString() ?? '').split('\n').slice(2, -1));
        for (const [project, summary] of newest) {
          const live = infoOf(summary)
            .split('\n')
            .slice(1, -1)
            .map((line) => line.split(' ')[0]);
          expect([...(numbers.get(project) ?? [])].sort()).toEqual(live.sort());
          if (live.length > 0) expect(sums.get(project)).toBe(md5(summary));
        }
      }),
    );
  });
});

test('names lists projects in order', () => {
  const names = stateOf(
    'names',
    summaryOf('b', { version: '1' }),
    summaryOf('B', { version: '1' }),
    summaryOf('a-1', { version: '1' }),
  );
  expect(names.toString()).toBe('---\nB\na-1\nb\n');
});

describe('lists of Ruby objects', () => {
  const summaries = [
    summaryOf('demo', { version: '1.10' }, { version: '1.9', platforms: ['java', 'ruby'] }, { version: '2.0.rc1' }),
    summaryOf('a', { version: '0.1' }),
  ];

  test('have all releases, the newest of each platform, and pre-releases', () => {
    expect(specsAfter('specs.4.8.gz', ...summaries)).toEqual(['a 0.1 ruby', 'demo 1.9 java', 'demo 1.9 ruby', 'demo 1.10 ruby']);
    expect(specsAfter('latest_specs.4.8.gz', ...summaries)).toEqual(['a 0.1 ruby', 'demo 1.9 java', 'demo 1.10 ruby']);
    expect(specsAfter('prerelease_specs.4.8.gz', ...summaries)).toEqual(['demo 2.0.rc1 ruby']);
  });

  test('lose yanked gems', () => {
    const yanked = summaryOf('demo', { version: '1.10', status: { yanked: '' } }, { version: '1.9' });
    expect(specsAfter('latest_specs.4.8.gz', ...summaries, yanked)).toEqual(['a 0.1 ruby', 'demo 1.9 ruby']);
    expect(specsAfter('prerelease_specs.4.8.gz', ...summaries, yanked)).toEqual([]);
  });

  test('are the bytes that Ruby reads, compressed without a time and without a system', () => {
    const body = stateOf('specs.4.8.gz', summaries[1]!);
    expect(body.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff');
    expect(gunzipSync(body).toString('latin1')).toBe(
      '\x04\x08[\x06[\x08I"\x06a\x06:\x06ETU:\x11Gem::Version[\x06I"\x080.1\x06;\x00TI"\x09ruby\x06;\x00T',
    );
  });

  test('property: the order of projects does not matter', () => {
    const all = ['b', 'a', 'a-b', 'B', 'ab'].map((name, i) => summaryOf(name, { version: `1.${i}` }, { version: `2.${i}.pre` }));
    for (const name of ['names', 'specs.4.8.gz', 'latest_specs.4.8.gz', 'prerelease_specs.4.8.gz']) {
      const expected = stateOf(name, ...all);
      fc.assert(
        fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
          expect(stateOf(name, ...shuffled)).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    }
  });

  test('are written with their own type and tags', () => {
    for (const [name, contentType] of [
      ['versions', 'text/plain; charset=utf-8'],
      ['names', 'text/plain; charset=utf-8'],
      ['specs.4.8.gz', 'application/octet-stream'],
    ] as const) {
      expect(RUBYGEMS.renderListing(keyOf(name), undefined, summaries[1]!, CONTEXT)).toMatchObject({
        key: keyOf(name),
        contentType,
        tags: ['ecosystem:rubygems', 'listing:rubygems'],
      });
    }
  });
});

describe('Marshal', () => {
  const hex = (bytes: Buffer): string => bytes.subarray(2).toString('latin1');

  test.each([
    ['nil', nil, '0'],
    ['true', boolean(true), 'T'],
    ['false', boolean(false), 'F'],
    ['0', integer(0), 'i\x00'],
    ['122', integer(122), 'i\x7f'],
    ['123', integer(123), 'i\x01\x7b'],
    ['255', integer(255), 'i\x01\xff'],
    ['65536', integer(65_536), 'i\x03\x00\x00\x01'],
    ['a symbol', symbol('runtime'), ':\x0cruntime'],
    ['a symbol again', array([symbol('a'), symbol('b'), symbol('a')]), '[\x08:\x06a:\x06b;\x00'],
    ['a text', string('é'), 'I"\x07\xc3\xa9\x06:\x06ET'],
    ['a hash', hash([[string('a'), nil]]), '{\x06I"\x06a\x06:\x06ET0'],
    ['an object', object('A', { '@b': nil }), 'o:\x06A\x06:\x07@b0'],
    ['bytes of a class', customBytes('A', Buffer.from('x')), 'u:\x06A\x06x'],
  ])('writes %s as Ruby does', (_, value, expected) => {
    expect(hex(dump(value))).toBe(expected);
  });

  test('property: lists of texts are read back as they were', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 120, maxLength: 400 }));
    fc.assert(
      fc.property(fc.array(fc.array(text), { maxLength: 150 }), (lists) => {
        expect(elements(dump(array(lists.map((list) => array(list.map(string)))))).map(({ value }) => value)).toEqual(lists);
      }),
    );
  });

  test('what is not written here is not read', () => {
    expect(() => elements(dump(boolean(true)))).toThrow("Marshal type 'T' at byte 2 is not one that the registry writes here.");
  });
});

test('bundles are kept beside the gem, numbered from the second on', () => {
  const { metadata, sideFiles } = RUBYGEMS.readBundles(
    'demo',
    { name: 'demo-1.0.gem' },
    [Buffer.from('a'), Buffer.from('b')],
    '1.0',
  );
  expect(metadata).toEqual({});
  expect(sideFiles.map(({ key }) => key)).toEqual([
    'files/rubygems/gems/demo-1.0.gem.sigstore.json',
    'files/rubygems/gems/demo-1.0.gem.2.sigstore.json',
  ]);
  expect(RUBYGEMS.fileObject('demo', { name: 'demo-1.0.gem' }, Buffer.from('x'), '1.0').key).toBe(
    'files/rubygems/gems/demo-1.0.gem',
  );
  expect(RUBYGEMS.filePath('demo', 'demo-1.0.gem', '1.0')).toBe('/gems/gems/demo-1.0.gem');
});

test('tells how to install', () => {
  expect(RUBYGEMS.installText({ project: 'demo', version: '1.0' }, 'https://registry.example.org')).toBe(
    'gem install demo --version 1.0 --source https://registry.example.org/gems/',
  );
});
