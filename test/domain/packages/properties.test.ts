/** Laws that hold for the names, versions and files of every ecosystem, whatever is written there. */
import fc from 'fast-check';
import { inMemory } from '../../../domain/contracts/byte-source';
import { Refusal } from '../../../domain/contracts/refusals';
import { ECOSYSTEM_NAMES, NORMALISED } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { SAMPLES } from '../../helpers/every-ecosystem';

const LIMITS = { maxEntries: 100, maxUnpackedBytes: 4_000_000, maxRatio: 100 };

/** Pieces that parsers act upon, so that texts made of them come near to what is allowed. */
const PIECES = fc.constantFrom(
  ...'a b Z é ｅ ﬁ İ ı ß \u0301 \u200b \u202e \0 \n / \\ . .. - -- _ + ~ : @ % %2e %2F v 0 1 00 10 9007199254740993 rc alpha beta dev post final ga SNAPSHOT x86_64-linux com1 nul tar.gz zip tgz .crate .gem .whl !'.split(
    ' ',
  ),
);
const TEXT = fc.oneof(
  fc.array(PIECES, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme' }),
);
const DIGITS = ['0', '1', '2', '10', '01'];
const PAIRS = DIGITS.flatMap((one) => ['0', '1', '10'].map((other) => `${one}.${other}`));
const NUMBERS = [...DIGITS, ...PAIRS, ...PAIRS.flatMap((pair) => ['0', '9', '10'].map((third) => `${pair}.${third}`))];
const TAILS =
  ',-rc.1,-rc.10,rc1,-RC1,.post1,-alpha,.beta2,+b.1,-0,-1,.Final,-sp,~x,+incompatible,a,.rc.1,.0-x,-0.20200101000000-abcdefabcdef'.split(
    ',',
  );
/** Of what the ecosystems write, and each takes some. */
const VERSIONS = ['', 'v', '1!'].flatMap((prefix) =>
  NUMBERS.flatMap((numbers) => TAILS.map((tail) => `${prefix}${numbers}${tail}`)),
);

/** Whether it returns; anything but a Refusal passes through and fails the test. */
function accepts(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

const isPlainKey = (key: string): boolean =>
  key.split('/').every((part) => part !== '' && part !== '.' && part !== '..') &&
  !/[\p{Cc}\p{Cf}\\]/u.test(key) &&
  key.normalize('NFC') === key;

describe.each(ECOSYSTEM_NAMES)('%s', (name) => {
  const module = ECOSYSTEMS[name];
  const { project, versions } = SAMPLES[name];
  const valid = fc.constantFrom(
    ...VERSIONS.filter((version) =>
      accepts(() => {
        module.checkVersion(version);
      }),
    ),
  );
  const file = { size: 0, sha256: '0'.repeat(64), bundles: [] };

  test('a normalised name is its own normal form, and can be part of a key', () => {
    fc.assert(
      fc.property(TEXT, (text) => {
        const normal = NORMALISED[name](text);
        if (normal === undefined) return true;
        return NORMALISED[name](normal) === normal && isPlainKey(normal);
      }),
      { numRuns: 300 },
    );
  });

  test('a name is allowed only in its normal form', () => {
    fc.assert(
      fc.property(
        TEXT,
        (text) =>
          !accepts(() => {
            module.checkProject(text);
          }) || NORMALISED[name](text) === text,
      ),
      { numRuns: 300 },
    );
  });

  test('versions have one order, and equal ones are the same text', () => {
    const compare = (a: string, b: string): number => Math.sign(module.compareVersions(a, b));
    fc.assert(
      fc.property(valid, valid, valid, (a, b, c) => {
        expect(compare(a, a)).toBe(0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
        expect(compare(a, b) === 0).toBe(a === b);
        const [first, second, third] = [a, b, c].sort(compare) as [string, string, string];
        expect(compare(first, third)).toBe(Math.min(compare(first, second), compare(second, third)));
      }),
      { numRuns: 300 },
    );
  });

  test('versions of one identity are next to each other', () => {
    const identity = (version: string): string => module.versionIdentity(version);
    fc.assert(
      fc.property(fc.array(valid, { minLength: 2, maxLength: 12 }), (some) => {
        const runs = [...new Set(some)]
          .sort((a, b) => module.compareVersions(a, b))
          .map(identity)
          .filter((each, i, all) => each !== all[i - 1]);
        expect(runs).toEqual([...new Set(runs)]);
      }),
      { numRuns: 200 },
    );
  });

  test('no check throws anything but a refusal, and a file that is allowed has a plain key', () => {
    const [version] = versions;
    const near = fc.tuple(
      fc.constantFrom(project, project.replace(/\W+/g, '-'), 'demo', ''),
      fc.constantFrom('-', ''),
      fc.constantFrom(version, ''),
      TEXT,
    );
    fc.assert(
      fc.property(
        fc.oneof(
          TEXT,
          near.map((parts) => parts.join('')),
        ),
        (fileName) => {
          if (
            !accepts(() => {
              module.checkFileName({ project, version }, fileName);
            })
          )
            return true;
          return isPlainKey(module.fileObject(project, { name: fileName }, Buffer.alloc(0), version).key);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('whatever bytes a file has, it is read or refused', async () => {
    const [version] = versions;
    const names = (await SAMPLES[name].files(version)).map((each) => each.name);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.uint8Array({ maxLength: 600 }), async (fileName, bytes) => {
        await takes(fileName, Buffer.from(bytes));
      }),
      { numRuns: 20 },
    );
  });

  test('a real file with damage is read or refused, and its name is told or not', async () => {
    const [version] = versions;
    const files = await SAMPLES[name].files(version);
    const edits = fc.array(fc.tuple(fc.constantFrom('flip', 'cut', 'insert', 'swap'), fc.nat(), fc.nat(255)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), edits, async ({ name: fileName, body }, changes) => {
        await takes(
          fileName,
          changes.reduce<Buffer>((bytes, [kind, at, value]) => EDITS[kind]!(bytes, at, value), body),
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  /** @throws whatever is no Refusal */
  async function takes(fileName: string, body: Buffer): Promise<void> {
    await module.readName(fileName, body, new Map([[fileName, body]]));
    try {
      await module.readFile({ project, version: versions[0] }, { ...file, name: fileName }, inMemory(body), LIMITS);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
});

type Edit = (bytes: Buffer, at: number, value: number) => Buffer;

const EDITS: Readonly<Record<string, Edit>> = {
  flip: (bytes, at, value) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at % copy.length]! ^= value || 1;
    return copy;
  },
  cut: (bytes, at) => bytes.subarray(0, at % (bytes.length + 1)),
  insert: (bytes, at, value) => {
    const place = at % (bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, place), Buffer.alloc(1 + (value % 40), value), bytes.subarray(place)]);
  },
  swap: (bytes, at, value) => {
    const place = at % (bytes.length + 1);
    const middle = Math.min(bytes.length, place + value);
    return Buffer.concat([bytes.subarray(0, place), bytes.subarray(middle), bytes.subarray(place, middle)]);
  },
};
