import { CloudFrontClient, GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import { indexTag } from '../../../domain/contracts/cache-tags';
import { FILES_PREFIX, INDEX_PREFIX, quarantineKey, RELEASES_PREFIX, verdictKey } from '../../../domain/contracts/keys';
import type { RefusalCode } from '../../../domain/contracts/refusals';
import type { Manifest } from '../../../domain/contracts/release';
import { STATS_PREFIX } from '../../../domain/contracts/usage';
import { archives, PROJECT, SIGNER } from '../support/demo';
import type { Deployed } from '../support/deployed';
import {
  bundleName,
  type Draft,
  eventually,
  keysBelow,
  newUpload,
  put,
  readText,
  signedDraft,
  verdictOf,
} from '../support/uploads';

const STRANGER = { ...SIGNER, identity: 'https://github.com/somebody/else/.github/workflows/release.yml@refs/heads/main' };

interface Signed extends Draft {
  readonly manifest: Manifest;
}

/** Makes a good upload bad, one way each. `manifest` undefined: never committed. */
const SPOILT: readonly {
  readonly what: string;
  readonly code: RefusalCode;
  readonly spoil: (good: Signed, registry: Deployed) => Draft | Promise<Draft>;
}[] = [
  {
    what: 'without a signature',
    code: 'SIGNATURE_MISSING',
    spoil: ({ id, manifest, files }) => ({
      id,
      manifest: { ...manifest, files: manifest.files.map((file) => ({ ...file, bundles: [] })) },
      files: files.filter(({ name }) => !name.endsWith('.sigstore.json')),
    }),
  },
  {
    what: 'signed by somebody else',
    code: 'SIGNER_NOT_ALLOWED',
    spoil: async ({ manifest, files }, { world }) => {
      const packages = files.filter(({ name }) => !name.endsWith('.sigstore.json'));
      return signedDraft(world.authority, STRANGER, manifest, packages);
    },
  },
  {
    what: 'changed after it was signed',
    code: 'SIGNATURE_OTHER_FILE',
    spoil: async ({ id, manifest, files }, { world }) => {
      const [first] = manifest.files;
      const changed = files.map((file) =>
        file.name === first!.name ? { ...file, body: Buffer.concat([file.body, Buffer.from('!')]) } : file,
      );
      const body = changed.find(({ name }) => name === first!.name)!.body;
      const honest = await signedDraft(world.authority, SIGNER, manifest, [{ name: first!.name, body }]);
      // The manifest agrees with the changed file; only the bundle does not.
      return { id, files: changed, manifest: { ...manifest, files: [honest.manifest.files[0], ...manifest.files.slice(1)] } };
    },
  },
  {
    what: 'with the bundle of another file',
    code: 'SIGNATURE_OTHER_FILE',
    spoil: ({ id, manifest, files }) => {
      const [first, second] = manifest.files;
      const other = files.find(({ name }) => name === bundleName(second!.name))!.body;
      return {
        id,
        manifest,
        files: files.map((file) => (file.name === bundleName(first!.name) ? { ...file, body: other } : file)),
      };
    },
  },
  {
    what: 'cut short',
    code: 'SIZE_MISMATCH',
    spoil: ({ id, manifest, files }) => ({
      id,
      manifest,
      files: files.map((file) => (file.name === manifest.files[0]!.name ? { ...file, body: file.body.subarray(0, 100) } : file)),
    }),
  },
  {
    what: 'under a name that is not normalised',
    code: 'NAME_NOT_NORMALISED',
    spoil: ({ manifest, files }) => ({
      id: newUpload('Commons_Demo'),
      manifest: { ...manifest, project: 'Commons_Demo' },
      files,
    }),
  },
  {
    what: 'with a release.json that is not JSON of its shape',
    code: 'MANIFEST_MALFORMED',
    spoil: ({ id, files }) => ({ id, manifest: 'release', files }),
  },
];

/** What is good becomes public, what is not does not, and the publisher reads why. */
export function publishing(registry: Deployed): void {
  const staging = () => registry.output('STAGING_BUCKET');
  const submit = async (draft: Draft) => {
    await put(registry.world.s3, staging(), draft);
    return verdictOf(registry.world.s3, staging(), draft.id);
  };
  const good = async (version: string) =>
    signedDraft(registry.world.authority, SIGNER, { project: PROJECT, version }, await archives(version));
  const publicKeys = async () => {
    const { s3 } = registry.world;
    const packages = registry.output('PACKAGES_BUCKET');
    return [...(await keysBelow(s3, packages, FILES_PREFIX)), ...(await keysBelow(s3, packages, INDEX_PREFIX))];
  };

  describe('publishing', () => {
    test('a signed release becomes public, with its index and its record', async () => {
      const draft = await good('1.0.0');
      const verdict = await submit(draft);
      expect(verdict).toMatchObject({ outcome: 'accepted', project: PROJECT, version: '1.0.0', upload: draft.id.upload });
      const keys = await publicKeys();
      for (const { name } of draft.manifest.files) expect(keys.filter((key) => key.endsWith(`/${name}`))).toHaveLength(1);
      const index = keys.filter((key) => key.startsWith(INDEX_PREFIX) && !key.startsWith(STATS_PREFIX) && key.includes(PROJECT));
      const pages = await Promise.all(index.map((key) => readText(registry.world.s3, registry.output('PACKAGES_BUCKET'), key)));
      for (const { name, sha256 } of draft.manifest.files) {
        for (const page of pages) expect([page, page]).toEqual([expect.stringContaining(name), expect.stringContaining(sha256)]);
      }
      expect(await keysBelow(registry.world.s3, registry.output('RECORDS_BUCKET'), RELEASES_PREFIX)).toHaveLength(1);
    });

    test.each(SPOILT)('an upload $what is refused and kept, and nothing of it becomes public', async ({ code, spoil }) => {
      const before = await publicKeys();
      const draft = await spoil(await good('2.0.0'), registry);
      expect(await submit(draft)).toMatchObject({ outcome: 'refused', code, reason: expect.stringMatching(/.{20}/) as string });
      expect(await publicKeys()).toEqual(before);
      const kept = await keysBelow(registry.world.s3, staging(), quarantineKey(draft.id, ''));
      for (const { name } of draft.files) expect(kept).toContain(quarantineKey(draft.id, name));
    });

    test('an upload without release.json is not looked at', async () => {
      const before = await publicKeys();
      const { id, files } = await good('2.0.0');
      await put(registry.world.s3, staging(), { id, files, manifest: undefined });
      // The release after it has a verdict, so this one would have had its own.
      expect(await submit(await good('2.0.1'))).toMatchObject({ outcome: 'accepted', version: '2.0.1' });
      expect(await keysBelow(registry.world.s3, staging(), verdictKey(id))).toEqual([]);
      expect((await publicKeys()).filter((key) => key.includes('2.0.0'))).toEqual(before.filter((key) => key.includes('2.0.0')));
    });

    test('of two uploads of one version at once, one is released and the other told so', async () => {
      const drafts = [await good('3.0.0'), await good('3.0.0')];
      const verdicts = await Promise.all(drafts.map(submit));
      expect(verdicts.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'refused']);
      expect(verdicts.find(({ outcome }) => outcome === 'refused')).toMatchObject({ code: 'VERSION_EXISTS' });
      const wheels = (await publicKeys()).filter((key) => key.endsWith('3.0.0-py3-none-any.whl'));
      expect(wheels).toHaveLength(1);
    });

    test('the cached index of the project is cleared', async () => {
      const cleared = await eventually('an invalidation', 60_000, async () => {
        const paths = await invalidatedPaths(registry);
        return paths.length ? paths : undefined;
      });
      expect(cleared).toContain(`#${indexTag('pypi', PROJECT)}`);
    });
  });
}

async function invalidatedPaths(registry: Deployed): Promise<string[]> {
  const client = new CloudFrontClient(registry.world.client);
  const DistributionId = registry.output('DISTRIBUTION_ID');
  const { InvalidationList } = await client.send(new ListInvalidationsCommand({ DistributionId }));
  const found = await Promise.all(
    (InvalidationList?.Items ?? []).map(({ Id }) => client.send(new GetInvalidationCommand({ DistributionId, Id }))),
  );
  return found.flatMap(({ Invalidation }) => Invalidation?.InvalidationBatch?.Paths?.Items ?? []);
}
