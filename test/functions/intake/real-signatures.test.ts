/** The intake with the real verifier and bundles of a real, if local, authority. */
import { verifyForProject } from '../../../domain/signing';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { pypiPublish } from '../../../local/authority';
import { sdist, wheel } from '../../helpers/pypi-archives';
import { createLab, type Lab, PUBLISHER } from '../../helpers/signing-lab';
import { bundleName, jsonAt, newBench, POLICY, packageKeys, put, uploadParts } from './bench';

const FILE = wheel({ name: 'demo', version: '1.0' });

let lab: Lab;
let stranger: Lab;
beforeAll(async () => {
  lab = await createLab();
  stranger = await createLab();
});

function benchOf() {
  const { identity, issuer } = PUBLISHER;
  const policy = { ...POLICY, projects: [{ ecosystem: 'pypi', project: 'demo', identities: [{ identity, issuer }], keys: [] }] };
  const verify: Intake['verify'] = (bundle, file, project) => verifyForProject(bundle, file, { default: lab.trust }, project);
  return newBench({ policy, verify });
}

async function publish(bundle: object | string) {
  const bench = benchOf();
  const { id, objects } = uploadParts('1.0', 'upload-0001', [FILE]);
  const body = Buffer.from(typeof bundle === 'string' ? bundle : JSON.stringify(bundle));
  const verdict = await processUpload(
    bench.intake,
    await put(bench, { id, objects: { ...objects, [bundleName(FILE.name)]: body } }),
  );
  return { bench, verdict };
}

test('accepts a signature over the file', async () => {
  const { bench, verdict } = await publish(await lab.signMessage(FILE.body, PUBLISHER));
  expect(verdict.outcome).toBe('accepted');
  expect(jsonAt(bench.records, 'releases/pypi/demo/1.0.json')).toMatchObject({
    files: [{ signer: { identity: PUBLISHER.identity, issuer: PUBLISHER.issuer } }],
  });
});

test('serves the provenance of an attestation', async () => {
  const { bench, verdict } = await publish(await lab.attest(pypiPublish(FILE.name, FILE.body), PUBLISHER));
  expect(verdict.outcome).toBe('accepted');
  const html = bench.packages.current('index/pypi/simple/demo/index.html')!.body.toString();
  expect(html).toContain(`data-provenance="../../files/demo/${FILE.name}.provenance"`);
  expect(jsonAt(bench.packages, `files/pypi/demo/${FILE.name}.provenance`)).toMatchObject({
    attestation_bundles: [{ publisher: { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml' } }],
  });
});

test.each([
  [
    'SIGNATURE_OTHER_FILE',
    'another file',
    async () => lab.signMessage((await sdist({ name: 'demo', version: '1.0' })).body, PUBLISHER),
  ],
  [
    'SIGNER_NOT_ALLOWED',
    'another signer',
    () => lab.signMessage(FILE.body, { ...PUBLISHER, identity: `${PUBLISHER.identity}-evil` }),
  ],
  ['CERTIFICATE_INVALID', 'another authority', () => stranger.signMessage(FILE.body, PUBLISHER)],
  ['BUNDLE_MALFORMED', 'something that is no bundle', () => Promise.resolve('{"hello":"world"}')],
  ['BUNDLE_MALFORMED', 'something that is no JSON', () => Promise.resolve('----BEGIN PGP')],
])('refuses with %s a bundle of %s', async (code, _, bundle) => {
  const { bench, verdict } = await publish(await bundle());
  expect(verdict).toMatchObject({ outcome: 'refused', code, file: FILE.name });
  expect(packageKeys(bench)).toEqual([]);
});

test('verifies every bundle of a file, not the first one only', async () => {
  const bench = benchOf();
  const { id, objects } = uploadParts('1.0', 'upload-0001', [FILE]);
  const manifest = JSON.parse(objects['release.json']!.toString()) as { files: [{ bundles: string[] }] };
  manifest.files[0].bundles.push('second.json');
  const parts = {
    [bundleName(FILE.name)]: Buffer.from(JSON.stringify(await lab.signMessage(FILE.body, PUBLISHER))),
    'second.json': Buffer.from(JSON.stringify(await stranger.signMessage(FILE.body, PUBLISHER))),
    'release.json': Buffer.from(JSON.stringify(manifest)),
  };
  const upload = await put(bench, { id, objects: { ...objects, ...parts } });
  expect(await processUpload(bench.intake, upload)).toMatchObject({ code: 'CERTIFICATE_INVALID', file: FILE.name });
});
