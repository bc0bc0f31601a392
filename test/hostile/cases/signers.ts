/** What a project may ask for beyond one signature: several signers, and OpenPGP signatures. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectPolicy, SigningPolicy } from '../../../domain/signing';
import { bundleName } from '../../functions/intake/bench';
import { digestOf, PUBLISHER, statement } from '../../helpers/signing-lab';
import type { HostileCase } from '../case';
import { honest, manifestFile, manifestOf, signed } from '../world';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/openpgp', name));
const pinned = { name: 'maintainer', armored: fixture('rsa3072.key').toString() };

const asks =
  (wishes: Partial<ProjectPolicy>) =>
  (policy: SigningPolicy): SigningPolicy => ({ ...policy, projects: policy.projects.map((each) => ({ ...each, ...wishes })) });

/** A Maven release with a text of which GnuPG made the signature. */
const withSignature =
  (asc: string, text = fixture('file.txt')): HostileCase['upload'] =>
  async (world) => {
    const parts = await honest('maven');
    const stem = parts.files[0]!.name.replace(/\.\w+$/, '');
    const beside = [
      { name: `${stem}.txt`, body: text },
      { name: `${stem}.txt.asc`, body: fixture(asc) },
    ];
    return signed(world, { ...parts, files: [...parts.files, ...beside] });
  };

const pgp = (name: string, says: string, upload: HostileCase['upload'], required = false): HostileCase => ({
  name: `an OpenPGP signature ${name}`,
  code: required ? 'PGP_SIGNATURE_MISSING' : 'PGP_SIGNATURE_INVALID',
  says,
  upload,
  policy: asks({ pgp: { keys: [pinned], required } }),
});

const CYCLONEDX = 'https://cyclonedx.org/bom';

/** A wheel with its signature and a bill of materials, or with the bill alone. */
const withSbom =
  (predicate: object, alone: boolean): HostileCase['upload'] =>
  async (world) => {
    const parts = await honest('pypi');
    const [file] = parts.files;
    const bill = bundleName(`bill-${file!.name}`);
    const bundles = alone ? [bill] : [bundleName(file!.name), bill];
    const files = [{ ...manifestFile(file!), bundles }];
    const { id, objects } = await signed(world, { ...parts, files: [file!] }, { ...manifestOf(parts), files });
    const { [bundleName(file!.name)]: signature, ...rest } = objects;
    const said = { ...statement(digestOf(file!.body), CYCLONEDX), predicate };
    const bundle = Buffer.from(JSON.stringify(await world.lab.attest(said, PUBLISHER)));
    return { id, objects: { ...(alone ? rest : { ...rest, [bundleName(file!.name)]: signature! }), [bill]: bundle } };
  };

export const SIGNERS_CASES: readonly HostileCase[] = [
  pgp('over another file', 'it is not over this file', withSignature('rsa3072.asc', Buffer.from('another\n'))),
  pgp('by a key that is not pinned', 'which is not pinned', withSignature('ed25519.asc')),
  pgp('that has expired', 'it expired at 2026-01-02T02:00:00.000Z', withSignature('brief.asc')),
  pgp('with SHA-1', 'the signature uses hash 2', withSignature('sha1.asc')),
  pgp('over a text without its line ends', 'not a signature over a file as it is', withSignature('text.asc')),
  pgp(
    'that is missing where every file needs one',
    'has no OpenPGP signature, which the project needs',
    withSignature('rsa3072.asc'),
    true,
  ),
  {
    name: 'a bill of materials and no signature',
    code: 'SIGNATURES_TOO_FEW',
    says: 'signed by 0 of the 1 different signers',
    upload: withSbom({ bomFormat: 'CycloneDX' }, true),
  },
  {
    name: 'a bill of materials that is none',
    code: 'ATTESTATION_INVALID',
    says: 'does not hold a CycloneDX document',
    upload: withSbom({ bomFormat: 'SPDX' }, false),
  },
  {
    name: "a file named like another one's bill of materials",
    code: 'FILE_NAME_INVALID',
    says: 'attest it instead, or rename the file',
    upload: async (world) => {
      const parts = await honest('generic');
      const beside = { name: `${parts.files[0]!.name}.cdx.json`, body: Buffer.from('{}') };
      return signed(world, { ...parts, files: [...parts.files, beside] });
    },
  },
  {
    name: 'one signer where two are needed',
    code: 'SIGNATURES_TOO_FEW',
    says: 'signed by 1 of the 2 different signers',
    upload: async (world) => signed(world, await honest('pypi')),
    policy: asks({ signatures: 2 }),
  },
  {
    name: 'the same signer twice where two are needed',
    code: 'SIGNATURES_TOO_FEW',
    says: 'signed by 1 of the 2 different signers',
    upload: async (world) => {
      const parts = await honest('pypi');
      const once = await signed(world, parts);
      const again = (name: string): string => bundleName(`again-${name}`);
      const files = parts.files.map((file) => ({ ...manifestFile(file), bundles: [bundleName(file.name), again(file.name)] }));
      const { objects } = await signed(world, parts, { ...manifestOf(parts), files });
      const second = Object.fromEntries(parts.files.map(({ name }) => [again(name), once.objects[bundleName(name)]!]));
      return { ...once, objects: { ...objects, ...second } };
    },
    policy: asks({ signatures: 2 }),
  },
];
