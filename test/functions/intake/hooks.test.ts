/** What an ecosystem may ask for beyond its index: signed texts, constant documents, documents that tell of every release. */
import { verify } from 'node:crypto';
import type { FileRecord, ProjectSummary } from '../../../domain/contracts/release';
import type { ConstantsContext, Ecosystem, PublicObject } from '../../../domain/packages/ecosystem';
import { PYPI } from '../../../domain/packages/pypi';
import type { Release } from '../../../functions/lambda/intake/intake';
import { promote } from '../../../functions/lambda/intake/promote';
import { publishIndex } from '../../../functions/lambda/intake/publish-index';
import { wheel } from '../../helpers/pypi-archives';
import { type Bench, bundleName, jsonAt, manifestOf, NOW, newBench, POLICY, put, uploadParts } from './bench';

const document = (name: string, text: string): PublicObject => ({
  key: `index/pypi/${name}`,
  body: Buffer.from(text),
  contentType: 'text/plain',
  cacheControl: 'no-cache',
  tags: [],
});

/** Like PyPI, with one document for all projects, to which lines are added. */
const LISTING: Ecosystem = {
  ...PYPI,
  listsReleases: true,
  listingKeys: ['index/pypi/all'],
  renderListing: (_, current, { project, revision }) => document('all', `${current?.toString() ?? ''}${project} ${revision}\n`),
  constants: ({ publicUrl, signingKey }: ConstantsContext) => [
    document('config', `${publicUrl} ${signingKey.keyId} ${signingKey.publicKey.toString('base64')}`),
  ],
  signedTexts: ({ project, version }, { name }) => [`${project} ${version} ${name}`],
};

async function release(bench: Bench, ecosystem: Ecosystem, version: string): Promise<void> {
  const upload = `upload-${version.replace('.', '-')}-xxxx`;
  const files = [wheel({ name: 'demo', version })];
  const { id } = await put(bench, uploadParts(version, upload, files));
  const manifest = manifestOf(version, files);
  const of: Release = { id, manifest, ecosystem, policy: POLICY.projects[0]! };
  await publishIndex(
    bench.intake,
    ecosystem,
    await promote(bench.intake, of, { schema: 1, upload, version, at: NOW.toISOString() }),
    () => Promise.resolve(),
  );
}

const textAt = (bench: Bench, name: string): string | undefined => bench.packages.current(`index/pypi/${name}`)?.body.toString();

test('texts of the ecosystem are signed, and kept in the record', async () => {
  const bench = newBench();
  await release(bench, LISTING, '1.0');
  const [file] = (jsonAt(bench.records, 'releases/pypi/demo/1.0.json') as { files: FileRecord[] }).files;
  expect(file!.bundles).toEqual([bundleName(file!.name)]);
  const [{ text, keyId, signature }] = file!.signedTexts as [Required<FileRecord>['signedTexts'][number]];
  expect(text).toBe('demo 1.0 demo-1.0-py3-none-any.whl');
  expect(keyId).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  expect(verify('sha256', Buffer.from(text), bench.signer.verifier, Buffer.from(signature, 'base64'))).toBe(true);
});

test('constant documents are written with the first release, and not again', async () => {
  const bench = newBench();
  await release(bench, LISTING, '1.0');
  const key = bench.signer.verifier.export({ type: 'spki', format: 'der' }).toString('base64');
  expect(textAt(bench, 'config')).toBe(`https://packages.example.org test-key ${key}`);
  await release(bench, LISTING, '1.1');
  expect(bench.packages.history('index/pypi/config')).toHaveLength(1);
});

test('a document of every release is told of each, after the summary', async () => {
  const bench = newBench();
  await release(bench, LISTING, '1.0');
  await release(bench, LISTING, '1.1');
  expect(textAt(bench, 'all')).toBe('demo 1\ndemo 2\n');
});

test('it is told of the newest summary, also by a run that fell behind', async () => {
  const bench = newBench();
  await release(bench, LISTING, '1.0');
  const ahead = jsonAt(bench.records, 'projects/pypi/demo.json') as ProjectSummary;
  const slow: Ecosystem = {
    ...LISTING,
    renderProject: (summary, context) => {
      if (summary.revision === 2)
        void bench.records.put('projects/pypi/demo.json', {
          body: Buffer.from(JSON.stringify({ ...ahead, revision: 3 })),
          contentType: 'application/json',
        });
      return PYPI.renderProject(summary, context);
    },
  };
  await release(bench, slow, '1.1');
  expect(textAt(bench, 'all')).toBe('demo 1\ndemo 3\n');
});

test('documents of a release alone are written once', async () => {
  const bench = newBench();
  const each: Ecosystem = { ...PYPI, renderRelease: ({ version }) => [document(`release-${version}`, version)] };
  await release(bench, each, '1.0');
  await release(bench, each, '1.1');
  expect([textAt(bench, 'release-1.0'), textAt(bench, 'release-1.1')]).toEqual(['1.0', '1.1']);
  expect(bench.packages.history('index/pypi/release-1.0')).toHaveLength(1);
});
