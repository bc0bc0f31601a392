/** Maven releases through the whole intake: what only its ecosystem asks of one. */
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { jar, type MavenRelease, mavenFiles, type NamedFile, PGP_SIGNATURE, pom } from '../../helpers/maven-files';
import { manifestOf, newBench, POLICY, packageKeys, put, type UploadParts, uploadParts } from './bench';

const PROJECT = 'org.example:demo';
const INTAKE = {
  policy: {
    ...POLICY,
    ecosystems: ['maven'],
    projects: [{ ...POLICY.projects[0]!, ecosystem: 'maven', project: PROJECT }],
  },
};
const demo = (version: string): MavenRelease => ({ group: 'org.example', artifact: 'demo', version });

function upload(version: string, files: readonly NamedFile[], name = 'upload-0001'): UploadParts {
  const manifest = { ...manifestOf(version, files, PROJECT), ecosystem: 'maven' };
  const { id, objects } = uploadParts(version, name, files, PROJECT);
  return { id: { ...id, ecosystem: 'maven' }, objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) } };
}

test('publishes POM, jar and signature with checksums, and the list of versions', async () => {
  const bench = newBench(INTAKE);
  const files = [...mavenFiles(demo('1.0')), { name: 'demo-1.0.jar.asc', body: PGP_SIGNATURE }];
  expect(await processUpload(bench.intake, await put(bench, upload('1.0', files)))).toMatchObject({
    outcome: 'accepted',
    project: PROJECT,
    indexPath: '/maven/org/example/demo/maven-metadata.xml',
    files: ['pom', 'jar', 'jar.asc'].map((extension) => ({ path: `/maven/org/example/demo/1.0/demo-1.0.${extension}` })),
  });
  const sums = ['', '.md5', '.sha1', '.sha256', '.sha512'];
  const stored = ['pom', 'jar', 'jar.asc'].flatMap((extension) =>
    [...sums, '.sigstore.json'].map((side) => `files/maven/org/example/demo/1.0/demo-1.0.${extension}${side}`),
  );
  const listed = sums.map((side) => `index/maven/org/example/demo/maven-metadata.xml${side}`);
  expect(packageKeys(bench).sort()).toEqual([...stored, ...listed].sort());
  expect(bench.packages.current('files/maven/org/example/demo/1.0/demo-1.0.jar')).toMatchObject({ body: jar(demo('1.0')) });
});

const OTHER_SPELLING = "Version 1.0.0 of maven project 'org.example:demo' exists already, released as 1.0 by another upload;";

test('a version that Maven takes for one that exists is refused', async () => {
  const bench = newBench(INTAKE);
  await processUpload(bench.intake, await put(bench, upload('1.0', mavenFiles(demo('1.0')))));
  const again = upload('1.0.0', mavenFiles(demo('1.0.0')), 'upload-0002');
  expect(await processUpload(bench.intake, await put(bench, again))).toMatchObject({
    outcome: 'refused',
    code: 'VERSION_EXISTS',
    reason: expect.stringContaining(OTHER_SPELLING) as string,
  });
});

test.each([
  [
    'a snapshot',
    upload('1.0-SNAPSHOT', mavenFiles(demo('1.0-SNAPSHOT'))),
    {
      code: 'VERSION_CHANGEABLE',
      reason:
        "Snapshots are not released here, got: '1.0-SNAPSHOT'; what this registry publishes never changes, release it under a version without SNAPSHOT.",
    },
  ],
  [
    'a jar without a POM',
    upload('1.0', mavenFiles(demo('1.0')).slice(1)),
    {
      code: 'FILES_INCOMPLETE',
      file: 'demo-1.0.pom',
      reason: "The release has no 'demo-1.0.pom', and Maven finds no release without its POM; publish the file with the others.",
    },
  ],
  [
    'a POM of another release',
    upload('1.0', [{ name: 'demo-1.0.pom', body: pom(demo('1.1')) }]),
    {
      code: 'METADATA_MISMATCH',
      file: 'demo-1.0.pom',
      reason:
        'The POM is of another release, got: "org.example:demo:1.1", not org.example:demo:1.0; publish it with the release that it belongs to.',
    },
  ],
])('refuses %s, and nothing becomes public', async (_, parts, refused) => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, parts))).toMatchObject({
    outcome: 'refused',
    project: PROJECT,
    ...refused,
  });
  expect(packageKeys(bench)).toEqual([]);
});
