/** Releases that more than one signer vouches for. What is refused: test/hostile/cases/signers.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseRecord } from '../../../domain/contracts/release';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { mavenFiles } from '../../helpers/maven-files';
import { wheel } from '../../helpers/pypi-archives';
import { bundleName, bundleOf, jsonAt, manifestOf, newBench, POLICY, put, uploadParts } from './bench';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/openpgp', name));
const [project] = POLICY.projects;
const second = { identity: 'review@example.org', issuer: 'https://issuer.example.org' };

test('two signers of one file are on record, the first as its signer', async () => {
  const identities = [...project!.identities, second];
  const bench = newBench({ policy: { ...POLICY, projects: [{ ...project!, identities, signatures: 2 }] } });
  const file = wheel({ name: 'demo', version: '1.0' });
  const { id, objects } = uploadParts('1.0', 'upload-0001', [file]);
  const manifest = manifestOf('1.0', [file]);
  const review = bundleName(`review-${file.name}`);
  const files = [{ ...manifest.files[0]!, bundles: [bundleName(file.name), review] }];
  const upload = await put(bench, {
    id,
    objects: {
      ...objects,
      [review]: bundleOf(file.body, second.identity),
      'release.json': Buffer.from(JSON.stringify({ ...manifest, files })),
    },
  });
  expect(await processUpload(bench.intake, upload)).toMatchObject({ outcome: 'accepted' });
  const record = jsonAt(bench.records, 'releases/pypi/demo/1.0.json') as ReleaseRecord;
  expect(record.files[0]).toMatchObject({ signer: project!.identities[0], coSigners: [second] });
});

test('the pinned key of an OpenPGP signature is on record', async () => {
  const of = { ...project!, ecosystem: 'maven', project: 'org.example:demo' };
  const keys = ['ed25519', 'subkey'].map((name) => ({ name, armored: fixture(`${name}.key`).toString() }));
  const policy = {
    ...POLICY,
    ecosystems: ['maven'],
    limits: { ...POLICY.limits, maxFiles: 9 },
    projects: [{ ...of, pgp: { keys } }],
  };
  const bench = newBench({ policy, clock: () => new Date('2026-01-10T00:00:00Z') });
  const files = [
    ...mavenFiles({ group: 'org.example', artifact: 'demo', version: '1.0' }),
    { name: 'demo-1.0.txt', body: fixture('file.txt') },
    { name: 'demo-1.0.txt.asc', body: fixture('subkey.asc') },
  ];
  const { id, objects } = uploadParts('1.0', 'upload-0001', files, of.project);
  const manifest = { ...manifestOf('1.0', files, of.project), ecosystem: 'maven' };
  const parts = {
    id: { ...id, ecosystem: 'maven' },
    objects: { ...objects, 'release.json': Buffer.from(JSON.stringify(manifest)) },
  };
  expect(await processUpload(bench.intake, await put(bench, parts))).toMatchObject({ outcome: 'accepted' });
  const record = jsonAt(bench.records, 'releases/maven/org.example:demo/1.0.json') as ReleaseRecord;
  expect(record.files.map(({ name, pgpKey }) => [name, pgpKey])).toEqual([
    ['demo-1.0.pom', undefined],
    ['demo-1.0.jar', undefined],
    ['demo-1.0.txt', undefined],
    ['demo-1.0.txt.asc', 'subkey'],
  ]);
});
