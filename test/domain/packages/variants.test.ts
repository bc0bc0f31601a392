/** What the two variants of a document have in common, whatever was released. */
import { createHash, generateKeyPairSync } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inMemory } from '../../../domain/contracts/byte-source';
import type { FileRecord, ListedRelease, ProjectSummary } from '../../../domain/contracts/release';
import { LINKS_TO_FILES, openKey } from '../../../domain/contracts/variants';
import type { PublicObject, RenderContext } from '../../../domain/packages/ecosystem';
import { ECOSYSTEM_NAMES, type EcosystemName, type SPLIT_ECOSYSTEMS } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { allVariants } from '../../../domain/packages/variants';
import { SAMPLES } from '../../helpers/every-ecosystem';

const publicUrl = 'https://packages.example.org';
const FILES_URLS = ['https://files.example.org', 'https://files-2.example.org'];
const filesUrl = FILES_URLS[0]!;
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 4_000_000, maxRatio: 100 };
const { publicKey } = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
});
const SIGNING_KEY = { keyId: 'test', publicKey };

/** Where documents of two variants are served. */
const SERVED: Record<(typeof SPLIT_ECOSYSTEMS)[number], (key: string) => string> = {
  pypi: (key) => key.replace(/^index|[^/]*$/g, ''),
  npm: (key) => key.replace(/^index|\/[^/]*$/g, ''),
  composer: (key) => key.replace(/^index/, ''),
  cargo: (key) => key.replace(/^index/, ''),
  generic: (key) => key.replace(/^index|index\.html$/g, ''),
};
const VERSIONS = '1.0.0 1.9.0 2.0.0 2.0.0-rc.1 2.0.0rc1 3.0.0+b.1 1!4.0 4.0.post1 10.0.1'.split(' ');

/** What reading a sample's files gives, at the sample's first version. */
async function filesOf(name: EcosystemName): Promise<FileRecord[]> {
  const { project, versions, files } = SAMPLES[name];
  const read = (await files(versions[0])).map(async ({ name: file, body }): Promise<FileRecord> => {
    const digest = (algorithm: string): string => createHash(algorithm).update(body).digest('hex');
    const digests = { md5: digest('md5'), sha256: digest('sha256'), sha512: digest('sha512') };
    const manifest = { name: file, size: body.length, sha256: digests.sha256, bundles: [] };
    const { metadata } = await ECOSYSTEMS[name].readFile({ project, version: versions[0] }, manifest, inMemory(body), LIMITS);
    const signed = { signer: { key: 'test' }, countersignature: { keyId: 'test', signature: '' } };
    return { name: file, size: body.length, digests, bundles: [], metadata, ...signed };
  });
  return Promise.all(read);
}

/** The same files at another version, with other digests, and with provenance or not. */
function releaseOf(
  name: EcosystemName,
  files: readonly FileRecord[],
  version: string,
  seed: string,
  proven: boolean,
): ListedRelease {
  const { project, versions } = SAMPLES[name];
  const text = JSON.stringify(files).replaceAll(versions[0], version);
  const sha = (algorithm: string, file: string): string => createHash(algorithm).update(`${seed} ${file}`).digest('hex');
  const own = (JSON.parse(text) as FileRecord[]).map((file) => ({
    ...file,
    digests: { md5: sha('md5', file.name), sha256: sha('sha256', file.name), sha512: sha('sha512', file.name) },
    metadata: { ...file.metadata, ...(proven && { provenance: name === 'npm' ? 'https://slsa.dev/provenance/v1' : true }) },
  }));
  const publishedAt = '2026-01-02T03:04:05.000Z';
  return { schema: 1, ecosystem: name, project, version, upload: 'upload-1', publishedAt, files: own };
}

const STATUS = fc.constantFrom({}, {}, { status: { yanked: 'it broke' } }, { status: { deprecated: 'it is old' } });

function summaries(name: EcosystemName, files: readonly FileRecord[]): fc.Arbitrary<ProjectSummary> {
  const { project, versions } = SAMPLES[name];
  const module = ECOSYSTEMS[name];
  const isValid = (version: string): boolean => {
    try {
      module.checkVersion(version);
      return true;
    } catch {
      return false;
    }
  };
  const known = [...new Set([...versions, ...VERSIONS.filter(isValid)])];
  const release = fc
    .tuple(fc.constantFrom(...known), fc.string(), fc.boolean(), STATUS)
    .map(([version, seed, proven, status]) => ({ ...releaseOf(name, files, version, seed, proven), ...status }));
  return fc
    .uniqueArray(release, { selector: ({ version }) => version, minLength: 1, maxLength: 6 })
    .map((some) => [...some].sort((a, b) => module.compareVersions(a.version, b.version)))
    .map((releases) => ({ schema: 1, ecosystem: name, project, revision: 1, releases }));
}

const textOf = ({ body, contentEncoding }: PublicObject): string => (contentEncoding ? gunzipSync(body) : body).toString();

/** Whatever clients follow. */
const linksIn = (text: string): string[] =>
  [...text.matchAll(/(?:href|data-provenance)="([^"#]*)|"(?:url|tarball|dl|provenance)":"([^"]*)"/g)].map(
    ([, attribute, field]) => attribute ?? field!,
  );

function documentsOf(name: EcosystemName, summary: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const module = ECOSYSTEMS[name];
  const render = (each: RenderContext): PublicObject[] => [
    ...module.renderProject(summary, each),
    ...(module.constants?.({ ...each, signingKey: SIGNING_KEY }) ?? []),
    ...summary.releases.flatMap((release) => module.renderRelease?.(release) ?? []),
    ...module.listingKeys.flatMap((key) => module.renderListing(key, undefined, summary, each) ?? []),
  ];
  return allVariants(render, context);
}

const isSplit = (name: EcosystemName): name is keyof typeof SERVED => name in SERVED;

describe.each(ECOSYSTEM_NAMES)('%s', (name) => {
  test('documents are the same with and without a split, and those that link to files have one more variant each', async () => {
    fc.assert(
      fc.property(summaries(name, await filesOf(name)), (summary) => {
        const plain = documentsOf(name, summary, { publicUrl });
        const split = documentsOf(name, summary, { publicUrl, filesUrl });
        expect(split.slice(0, plain.length)).toEqual(plain);
        const linking = plain.filter(({ key }) => LINKS_TO_FILES.test(key));
        expect(split.slice(plain.length).map(({ body: _, ...rest }) => rest)).toEqual(
          linking.map(({ body: _, ...rest }) => ({ ...rest, key: openKey(rest.key) })),
        );
        expect(linking.length > 0).toBe(isSplit(name));
      }),
      { numRuns: 25 },
    );
  });

  test('no document but those would lead anywhere else with a files host', async () => {
    fc.assert(
      fc.property(summaries(name, await filesOf(name)), (summary) => {
        const module = ECOSYSTEMS[name];
        const context = { publicUrl, filesUrl };
        const others = module.renderProject(summary, context).filter(({ key }) => !LINKS_TO_FILES.test(key));
        const plain = module.renderProject(summary, { publicUrl }).filter(({ key }) => !LINKS_TO_FILES.test(key));
        expect(others).toEqual(plain);
      }),
      { numRuns: 25 },
    );
  });

  if (!isSplit(name)) return;
  const served = SERVED[name];
  test('both name the same files with the same digests: one on the project’s files host, whichever that is, the other on the index host', async () => {
    fc.assert(
      fc.property(summaries(name, await filesOf(name)), fc.constantFrom(...FILES_URLS), (summary, filesUrl) => {
        const all = new Map(
          documentsOf(name, summary, { publicUrl, filesUrl }).map((document) => [document.key, textOf(document)]),
        );
        const indexes = [...all].filter(([key]) => LINKS_TO_FILES.test(key));
        const paths = indexes.flatMap(([key, index]) => pathsOfBoth(served(key), index, all.get(openKey(key))!, filesUrl));
        // A template of cargo's names all.
        if (name !== 'cargo') for (const path of filePaths(name, summary)) expect(paths).toContain(path);
      }),
      { numRuns: 25 },
    );
  });
});

/** Holds one variant to the other. @returns paths of the files that both lead to */
function pathsOfBoth(servedAt: string, index: string, open: string, filesUrl: string): string[] {
  const links = linksIn(index).map((link) => ({ link, url: new URL(link, publicUrl + servedAt) }));
  expect(links.filter(({ url }) => url.origin !== publicUrl)).toEqual([]);
  // `new URL` escapes the braces of cargo's template. `SHA256SUMS` is a document, and those stay on the index host.
  const isFile = ({ url }: { readonly url: URL }): boolean => !url.pathname.endsWith('/SHA256SUMS');
  const expected = links.map((each) => (isFile(each) ? filesUrl + decodeURI(each.url.pathname) : each.link));
  expect(linksIn(open)).toEqual(expected);
  const files = links.filter(isFile);
  const back = files.reduce((text, { link, url }) => text.replace(filesUrl + decodeURI(url.pathname), link), open);
  expect(back).toBe(index);
  return files.map(({ url }) => url.pathname);
}

/** Of the files that documents show: Composer's leave out what was yanked. */
const filePaths = (name: EcosystemName, { releases }: ProjectSummary): string[] =>
  releases
    .filter(({ status }) => name !== 'composer' || status?.yanked === undefined)
    .flatMap(({ project, version, files }) => files.map((file) => ECOSYSTEMS[name].filePath(project, file.name, version)))
    .map((path) => new URL(publicUrl + path).pathname);
