/** What holds for every ecosystem: released, yanked, deprecated, and made anew byte for byte. */
import fc from 'fast-check';
import type { Command } from '../../../domain/contracts/release';
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { SAMPLES } from '../../helpers/every-ecosystem';
import type { Archive } from '../../helpers/pypi-archives';
import { benchOf, derived, give, type Of, putRelease, release, withoutDerived } from './histories';

type Asked = Pick<Command, 'action' | 'version' | 'reason' | 'replacement'>;

/** Each of a random order of steps, which may be a release or a command, about one of two projects. */
const history = (versions: readonly string[]) =>
  fc.array(
    fc.tuple(
      fc.nat(1),
      fc.constantFrom(...versions),
      fc.constantFrom<'release' | Asked['action']>('release', 'release', 'yank', 'unyank', 'deprecate', 'undeprecate'),
      fc.boolean(),
    ),
    { minLength: 5, maxLength: 10 },
  );

const ofProject = (action: string, wanted: boolean): boolean => wanted && action.endsWith('deprecate');

describe.each(ECOSYSTEM_NAMES)('%s', (ecosystem) => {
  const { project, other, versions } = SAMPLES[ecosystem];
  const [old, middle, newest] = versions;
  const of: Of = { ecosystem, project };
  const both = [of, { ecosystem, project: other }];

  test('property: whatever happened, summaries and documents come back byte for byte when all of them are lost', async () => {
    await fc.assert(
      fc.asyncProperty(history(versions), fc.boolean(), async (steps, backwards) => {
        const bench = benchOf(both);
        const released = new Set<string>();
        for (const [i, version, action, whole] of steps) {
          const about = both[i]!;
          const name = `${about.project} ${version}`;
          if (action === 'release' && !released.has(name)) await release(bench, about, version);
          else if (action !== 'release' && released.has(name))
            await give(bench, about, { action, reason: version, ...(!ofProject(action, whole) && { version }) });
          if (action === 'release') released.add(name);
        }
        const present = both.filter((about) => [...released].some((name) => name.startsWith(`${about.project} `)));
        const lost = await withoutDerived(bench);
        for (const about of backwards ? present.toReversed() : present) await give(lost, about);
        expect(derived(lost)).toEqual(derived(bench));
      }),
      {
        numRuns: 3,
        examples: [
          [
            [
              [0, old, 'release', false],
              [1, newest, 'release', false],
              [0, newest, 'release', false],
              [1, newest, 'yank', false],
              [0, middle, 'release', false],
              [0, middle, 'yank', false],
              [1, old, 'release', false],
              [0, old, 'deprecate', false],
              [1, old, 'deprecate', true],
              [0, middle, 'unyank', false],
            ],
            true,
          ],
        ],
      },
    );
  });

  test('a reindex of what is whole changes nothing', async () => {
    const bench = benchOf(both);
    for (const version of [old, newest]) await release(bench, of, version);
    await release(bench, both[1]!, old);
    await give(bench, of, { action: 'yank', version: old, reason: '' });
    const before = derived(bench);
    await give(bench, of);
    expect(derived(bench)).toEqual(before);
  });

  test('unyanked is as if never yanked', async () => {
    const bench = benchOf([of]);
    await release(bench, of, old);
    const index = () =>
      bench.packages
        .keys()
        // A log tells of both changes.
        .filter((key) => /^index\/\w/.test(key) && key !== 'index/rubygems/versions')
        // npm tells when a project has changed last.
        .map((key) => [
          key,
          bench.packages
            .current(key)!
            .body.toString('latin1')
            .replaceAll(/"modified":"[^"]*"/g, ''),
        ]);
    const before = index();
    await give(bench, of, { action: 'yank', version: old, reason: 'Wrong.' });
    await give(bench, of, { action: 'unyank', version: old });
    expect(index()).toEqual(before);
  });

  test('a refusal of a file names it', async () => {
    const bench = benchOf([of]);
    const upload = await putRelease(bench, of, old, (files) => files.map(({ name }) => ({ name, body: Buffer.alloc(10) })));
    const [{ name }] = (await SAMPLES[ecosystem].files(old)) as [Archive];
    const refused = { outcome: 'refused', code: expect.stringMatching(/^(ARCHIVE|METADATA)_/) as string, file: name };
    expect(await processUpload(bench.intake, upload)).toMatchObject(ecosystem === 'generic' ? { outcome: 'accepted' } : refused);
  });

  test('the third version takes as many calls as the second', async () => {
    const bench = benchOf([of]);
    await release(bench, of, old);
    const second = await release(bench, of, middle);
    expect(await release(bench, of, newest)).toEqual(second);
  });
});
