/** `registry restore` with both sides in memory: everything lost, some of it, damaged copies, and an end after every call. */
import { createHash } from 'node:crypto';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { type Content, contentOfBytes } from '../../../lib/cli/content';
import { run } from '../../../lib/cli/program';
import type { KeptBucket, KeptHeaders, KeptObject, OpenedObject, PairNames, Pairs } from '../../../lib/cli/restore/buckets';
import { withReceived } from '../../../lib/cli/restore/receive';
import { type FakeWorld, fakeWorld, NOW } from './fake-world';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Of registry.config.ts. */
const LOCK_DAYS = 365;
const LOCK_END = new Date(NOW.getTime() + LOCK_DAYS * DAY_MS);
const digest = (algorithm: string, body: Buffer) => createHash(algorithm).update(body).digest('hex');

interface Stored {
  readonly body: Buffer;
  readonly headers: KeptHeaders;
}

/** A bucket in memory; `calls` counts down to the one that fails, before or after it was done. */
class MemoryBucket implements KeptBucket {
  constructor(
    private readonly breaks: { left: number; readonly after: boolean },
    readonly objects = new Map<string, Stored>(),
  ) {}

  list(prefix: string): Promise<KeptObject[]> {
    const found = [...this.objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
    return this.#call(() => found.map(([key, { body }]) => ({ key, size: body.length, etag: `"${digest('md5', body)}"` })));
  }

  open(key: string): Promise<OpenedObject | undefined> {
    const found = this.objects.get(key);
    return this.#call(() => found && { headers: found.headers, body: chunks(found.body) });
  }

  async create(key: string, content: Content, headers: KeptHeaders): Promise<'created' | 'exists'> {
    const body = Buffer.concat(await content.open().toArray());
    return this.#call(() => {
      if (this.objects.has(key)) return 'exists';
      this.objects.set(key, { body, headers });
      return 'created';
    });
  }

  #call<T>(act: () => T): Promise<T> {
    const broken = --this.breaks.left === 0;
    if (broken && !this.breaks.after) return Promise.reject(new Error('the line went dead'));
    const done = act();
    return broken ? Promise.reject(new Error('the line went dead')) : Promise.resolve(done);
  }
}

async function* chunks(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += 7) yield await Promise.resolve(body.subarray(at, at + 7));
}

const FILE = Buffer.from('the bytes of a wheel');
const NAME = 'demo-1.0-py3-none-any.whl';
const FILE_KEY = ECOSYSTEMS.pypi.fileObject('demo', { name: NAME }, Buffer.alloc(0), '1.0').key;
const RECORD = {
  schema: 1,
  ecosystem: 'pypi',
  project: 'demo',
  version: '1.0',
  files: [{ name: NAME, size: FILE.length, digests: { sha256: digest('sha256', FILE) } }],
};
const HEADERS: KeptHeaders = {
  contentType: 'application/octet-stream',
  cacheControl: 'public, max-age=31536000, immutable',
  metadata: { 'cache-tag': 'ecosystem:pypi,project:pypi:demo' },
  lockedUntil: new Date(NOW.getTime() + 5 * DAY_MS),
};
const JSON_HEADERS: KeptHeaders = { contentType: 'application/json', metadata: {} };
const LONG_LOCK = new Date('2099-01-01T00:00:00Z');

/** What a registry with one release has, and what its replica should have. */
const packagesObjects = (): [string, Stored][] => [
  [FILE_KEY, { body: FILE, headers: HEADERS }],
  [
    `${FILE_KEY}.sigstore.json`,
    { body: Buffer.from('{}'), headers: { ...HEADERS, contentType: 'application/json', contentEncoding: 'gzip' } },
  ],
];
const recordObjects = (): [string, Stored][] => [
  ['claims/pypi/demo/1.0.json', { body: Buffer.from('{"schema":1}'), headers: JSON_HEADERS }],
  ['ledger/000000000001.json', { body: Buffer.from('{"seq":1}'), headers: { ...JSON_HEADERS, lockedUntil: LONG_LOCK } }],
  ['listings/rubygems/versions', { body: Buffer.from('demo 1.0'), headers: { contentType: 'text/plain', metadata: {} } }],
  ['releases/pypi/demo/1.0.json', { body: Buffer.from(JSON.stringify(RECORD)), headers: JSON_HEADERS }],
  ['statuses/pypi/demo/command-1.json', { body: Buffer.from('{}'), headers: JSON_HEADERS }],
];

interface Lab {
  readonly world: FakeWorld;
  readonly breaks: { left: number };
  readonly pairs: { readonly [kind in keyof Pairs]: { readonly from: MemoryBucket; readonly to: MemoryBucket } };
  readonly names: PairNames[];
}

/** Everything is lost; the replica is whole. @param failing which call fails, from 1; `after`: it is done all the same */
function lab({ failing = 0, after = false } = {}): Lab {
  const breaks = { left: failing, after };
  const bucket = (objects: [string, Stored][] = []) => new MemoryBucket(breaks, new Map(objects));
  const pairs = {
    packages: { from: bucket(packagesObjects()), to: bucket() },
    records: { from: bucket(recordObjects()), to: bucket() },
  };
  const world = fakeWorld();
  const names: PairNames[] = [];
  world.replica = (given) => {
    names.push(given);
    return pairs;
  };
  return { world, breaks, pairs, names };
}

const BUCKETS = ['--to', 'packages', '--to-records', 'records', '--stack', 'example-registry'];
const FROM = ['--from', 'arn:aws:s3:::copies', '--from-records', 'copied-records', '--from-region', 'eu-central-1'];
const restore = ({ world }: Lab, ...options: string[]) => run(['restore', ...BUCKETS, ...FROM, ...options], world);
const PARTS = ['--files', '--records'];

/** As restored: the lock as long as the policy wants it, or as it was when that is longer. */
function restoredObjects({ pairs }: Lab): Record<string, Stored> {
  const all = [...pairs.records.from.objects, ...pairs.packages.from.objects];
  return Object.fromEntries(
    all.map(
      ([
        key,
        {
          body,
          headers: { lockedUntil, ...headers },
        },
      ]) => {
        if (/^(claims|listings)/.test(key)) return [key, { body, headers }];
        return [key, { body, headers: { ...headers, lockedUntil: lockedUntil === LONG_LOCK ? LONG_LOCK : LOCK_END } }];
      },
    ),
  );
}
const now = ({ pairs }: Lab): Record<string, Stored> =>
  Object.fromEntries([...pairs.records.to.objects, ...pairs.packages.to.objects]);

test('everything is lost: all comes back as it was, under a lock that the policy takes', async () => {
  const here = lab();
  expect(await restore(here, ...PARTS)).toBe(0);
  expect(now(here)).toEqual(restoredObjects(here));
  expect(here.world.printed).toEqual([
    [
      'records: 5 objects (240 bytes) restored, 0 were there.',
      'packages: 2 objects (22 bytes) restored, 0 were there.',
      '  1 were compared with their release records, the rest with the digests that S3 keeps.',
    ].join('\n'),
  ]);
  expect(here.names).toEqual([
    {
      from: { packages: 'copies', records: 'copied-records' },
      fromRegion: 'eu-central-1',
      to: { packages: 'packages', records: 'records' },
    },
  ]);
});

test('some of it is lost: only that comes back, and nothing is replaced', async () => {
  const here = lab();
  const kept: Stored = { body: FILE, headers: { ...HEADERS, cacheControl: 'as it is here' } };
  here.pairs.packages.to.objects.set(FILE_KEY, kept);
  expect(await restore(here, ...PARTS)).toBe(0);
  expect(now(here)).toEqual({ ...restoredObjects(here), [FILE_KEY]: kept });
});

test('a second time there is nothing to do', async () => {
  const here = lab();
  await restore(here, ...PARTS);
  const before = now(here);
  expect(await restore(here, ...PARTS)).toBe(0);
  expect(now(here)).toEqual(before);
  expect(here.world.printed.at(-1)).toBe(
    'records: 0 objects (0 bytes) restored, 5 were there.\npackages: 0 objects (0 bytes) restored, 2 were there.',
  );
});

describe('a fault is named, and everything else comes back', () => {
  const damaged = Buffer.from('the bytes of a whEEl');
  test.each<[string, (here: Lab) => void, string, readonly string[]]>([
    [
      'a copy other than its release record says',
      ({ pairs }) => pairs.packages.from.objects.set(FILE_KEY, { body: damaged, headers: HEADERS }),
      `NOT RESTORED ${FILE_KEY} has SHA-256 ${digest('sha256', damaged)} in the replica, its release record says ${digest('sha256', FILE)}; it was not restored`,
      [FILE_KEY],
    ],
    [
      'a file that is in neither bucket',
      ({ pairs }) => pairs.packages.from.objects.delete(FILE_KEY),
      `NOT RESTORED ${FILE_KEY} a record names it, and it is in neither bucket`,
      [],
    ],
    [
      'a file that is there with other content',
      ({ pairs }) => pairs.packages.to.objects.set(FILE_KEY, { body: damaged, headers: HEADERS }),
      `NOT RESTORED ${FILE_KEY} is there with other content than in the replica; it was left as it is`,
      [FILE_KEY],
    ],
    [
      'a copy whose bytes are not those that S3 listed',
      ({ pairs }) => {
        const { from } = pairs.packages;
        const list = from.list.bind(from);
        from.list = async (prefix) => (await list(prefix)).map((one) => ({ ...one, etag: `"${'0'.repeat(32)}"` }));
        from.objects.delete(FILE_KEY);
        pairs.packages.to.objects.set(FILE_KEY, { body: FILE, headers: HEADERS });
      },
      `NOT RESTORED ${FILE_KEY}.sigstore.json has MD5 ${digest('md5', Buffer.from('{}'))} in the replica, which lists it as "${'0'.repeat(32)}"; it was not restored`,
      [`${FILE_KEY}.sigstore.json`, FILE_KEY],
    ],
    [
      'a copy that was cut short on its way',
      ({ pairs }) => {
        const { from } = pairs.packages;
        const open = from.open.bind(from);
        from.open = async (key) =>
          key.endsWith('.sigstore.json') ? { headers: HEADERS, body: chunks(Buffer.from('{')) } : open(key);
      },
      `NOT RESTORED ${FILE_KEY}.sigstore.json has 1 bytes in the replica, which lists it with 2; it was not restored`,
      [`${FILE_KEY}.sigstore.json`],
    ],
    [
      'a copy that goes away meanwhile',
      ({ pairs }) => {
        pairs.packages.from.open = () => Promise.resolve(undefined);
        pairs.packages.from.objects.delete(`${FILE_KEY}.sigstore.json`);
      },
      `NOT RESTORED ${FILE_KEY} was listed in the replica and is gone`,
      [FILE_KEY],
    ],
  ])('%s', async (_, spoil, message, keys) => {
    const here = lab();
    spoil(here);
    const wanted = restoredObjects(here);
    expect(await restore(here, ...PARTS, '--index')).toBe(1);
    expect(here.world.printed[0]!.split('\n').filter((line) => line.includes('NOT RESTORED'))).toEqual([`  ${message}`]);
    const others = (of: Record<string, Stored>) => Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key)));
    expect(others(now(here))).toEqual(others(wanted));
    // An index over what is not there would send readers to nothing.
    expect([...here.world.store.objects.keys()]).toEqual([]);
  });

  test('a release record that cannot be read, before any file is restored', async () => {
    const here = lab();
    here.pairs.records.from.objects.set('releases/pypi/demo/1.0.json', { body: Buffer.from('{}'), headers: JSON_HEADERS });
    expect(await restore(here, ...PARTS)).toBe(1);
    expect(here.world.notes).toEqual([
      'The release record releases/pypi/demo/1.0.json cannot be read, got: it has no schema 1 and files; look at its versions before you restore files',
    ]);
    expect([...here.pairs.packages.to.objects]).toEqual([]);
  });
});

/** Calls of an undisturbed run. */
async function callsOfWholeRun(): Promise<number> {
  const here = lab();
  here.breaks.left = 1_000_000;
  await restore(here, ...PARTS);
  return 1_000_000 - here.breaks.left;
}

test.each([{ after: false }, { after: true }])(
  'ended by an error at any call (done all the same: $after), a second run completes it',
  async ({ after }) => {
    const calls = await callsOfWholeRun();
    expect(calls).toBeGreaterThan(20);
    for (let failing = 1; failing <= calls; failing++) {
      const here = lab({ failing, after });
      expect([failing, await restore(here, ...PARTS)]).toEqual([failing, 1]);
      for (const [key, stored] of Object.entries(now(here))) expect(stored).toEqual(restoredObjects(here)[key]);
      expect([failing, await restore(here, ...PARTS)]).toEqual([failing, 0]);
      expect(now(here)).toEqual(restoredObjects(here));
    }
  },
);

test('--dry-run changes nothing, and says what either side lacks', async () => {
  const here = lab();
  here.pairs.packages.to.objects.set('files/pypi/demo/new.whl', { body: FILE, headers: HEADERS });
  const before = now(here);
  expect(await restore(here, '--dry-run')).toBe(1);
  expect(now(here)).toEqual(before);
  expect(here.world.printed).toEqual([
    [
      'records: 5 objects (240 bytes) would be restored, 0 were there.',
      'packages: 2 objects (22 bytes) would be restored, 0 were there.',
      '  1 would be compared with their release records, the rest with the digests that S3 keeps.',
      '  not in the replica: files/pypi/demo/new.whl',
    ].join('\n'),
  ]);
});

test('--files alone takes the records that are there, and touches none', async () => {
  const here = lab();
  for (const [key, stored] of recordObjects()) here.pairs.records.to.objects.set(key, stored);
  expect(await restore(here, '--files', '--json')).toBe(0);
  expect(JSON.parse(here.world.printed[0]!)).toEqual({
    schema: 1,
    dryRun: false,
    buckets: [{ bucket: 'packages', restored: 2, vouched: 1, bytes: 22, present: 0, faults: [], notReplicated: [] }],
  });
  expect([...here.pairs.records.to.objects]).toEqual(recordObjects());
});

test.each<[string, string[], string]>([
  [
    'no replica',
    BUCKETS,
    'restore needs --from, got: nothing, and the configuration has no storage.replica; name the bucket with the copies',
  ],
  [
    'half of the buckets',
    [...FROM, '--to', 'packages'],
    'restore needs --to and --to-records together, got: one of them; give both, or the stack',
  ],
])('with %s the command line makes no sense', async (_, options, message) => {
  const { world } = lab();
  expect([await run(['restore', ...options], world), world.notes]).toEqual([2, [message]]);
});

test('an object too large for the memory is taken in on the disk, and can be sent as often as needed', async () => {
  const body = Buffer.alloc(5 * 1024 * 1024, 'registry');
  const seen = await withReceived(parts(body), body.length, async ({ content, md5 }) => {
    const sent = [await content.open().toArray(), await content.open().toArray()].map((read) => Buffer.concat(read as Buffer[]));
    return { sizes: sent.map(({ length }) => length), digests: sent.map((bytes) => digest('sha256', bytes)), md5, content };
  });
  expect(seen).toMatchObject({
    sizes: [body.length, body.length],
    digests: [contentOfBytes(body).sha256, contentOfBytes(body).sha256],
    md5: digest('md5', body),
    content: { size: body.length, sha256: contentOfBytes(body).sha256 },
  });
  await expect(seen.content.open().toArray()).rejects.toThrow(/^ENOENT/);
});

async function* parts(body: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < body.length; at += 65_536) yield await Promise.resolve(body.subarray(at, at + 65_536));
}
