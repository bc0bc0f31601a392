/** A package that others released, with the signature that they made on Sigstore's public instance, offline through the whole intake. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTrust, verifyForProject } from '../../../domain/signing';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { loadConfig } from '../../../lib/config';
import { signingPolicy } from '../../../lib/signing-policy';
import { createLab, type Lab } from '../../helpers/signing-lab';
import { bundleName, jsonAt, manifestOf, newBench, packageKeys, put, uploadParts } from './bench';

const PROJECT = 'pypi-attestation-models';
const VERSION = '0.0.4a2';
const read = (name: string): Buffer => readFileSync(join('demo', PROJECT, name));
const NAME = 'pypi_attestation_models-0.0.4a2.tar.gz';
const FILE = { name: NAME, body: read(NAME) };
const IDENTITY = `https://github.com/trailofbits/${PROJECT}/.github/workflows/release.yml@refs/tags/v${VERSION}`;

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});

/** Publishes as `npm start` does: the policy of the example, with a local authority in the place of the default instance. */
async function publish(file: typeof FILE, instance: 'as configured' | 'the local one') {
  const { instances = {}, ...policy } = signingPolicy(loadConfig('registry.config.ts'), {});
  const trusts = {
    default: lab.trust,
    instances: Object.fromEntries(Object.entries(instances).map(([name, root]) => [name, loadTrust(root)])),
  };
  const verify: Intake['verify'] = (bundle, artifact, { identities, ...project }) => {
    const asked = instance === 'as configured' ? identities : identities.map(({ instance: _, ...identity }) => identity);
    return verifyForProject(bundle, artifact, trusts, { ...project, identities: asked });
  };
  const bench = newBench({ policy, verify });
  const { id, objects } = uploadParts(VERSION, 'upload-0001', [file], PROJECT);
  const manifest = Buffer.from(JSON.stringify(manifestOf(VERSION, [file], PROJECT)));
  const parts = { [bundleName(NAME)]: read(bundleName(NAME)), 'release.json': manifest };
  return { bench, verdict: await processUpload(bench.intake, await put(bench, { id, objects: { ...objects, ...parts } })) };
}

test('is accepted with the shipped root, and its signer is on record', async () => {
  const { bench, verdict } = await publish(FILE, 'as configured');
  expect(verdict).toMatchObject({ outcome: 'accepted', version: VERSION });
  expect(jsonAt(bench.records, `releases/pypi/${PROJECT}/${VERSION}.json`)).toMatchObject({
    files: [{ name: NAME, signer: { identity: IDENTITY, issuer: 'https://token.actions.githubusercontent.com' } }],
  });
  expect(packageKeys(bench)).toContain(`files/pypi/${PROJECT}/${NAME}.provenance`);
});

test('is refused when a single byte of it is another', async () => {
  const body = Buffer.from(FILE.body);
  body[4]! ^= 1; // the time in gzip's header: the archive stays readable
  const { bench, verdict } = await publish({ name: NAME, body }, 'as configured');
  expect(verdict).toMatchObject({ outcome: 'refused', code: 'SIGNATURE_OTHER_FILE', file: NAME });
  expect(packageKeys(bench)).toEqual([]);
});

test('is refused by a registry that knows the local authority only', async () => {
  expect((await publish(FILE, 'the local one')).verdict).toMatchObject({ outcome: 'refused', code: 'CERTIFICATE_INVALID' });
});
