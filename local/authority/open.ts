import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Authority, createAuthority } from './authority';
import { type AuthorityKeys, keyPair, newKeys, privatePem, ROLES, type Role } from './keys';
import { newTrustedRoot, type TrustedRootJson } from './trusted-root';

export const TRUSTED_ROOT_NAME = 'trusted_root.json';

/**
 * Opens the authority kept in a folder, or makes one there: its private keys (PKCS#8, readable by the owner only) and its trusted
 * root. What it signed before still verifies, and it signs on.
 * @throws when the folder holds only part of an authority, or one whose certificates have expired
 */
export async function openAuthority(directory: string, now: Date): Promise<Authority> {
  if (!existsSync(directory)) await createIn(directory);
  const missing = [TRUSTED_ROOT_NAME, ...ROLES.map(fileOf)].filter((file) => !existsSync(join(directory, file)));
  if (missing.length > 0) {
    throw new Error(
      `'${directory}' is not a test authority, missing: ${missing.join(', ')}; delete the folder to make a new one`,
    );
  }
  const pair = (role: Role) => keyPair(readFileSync(join(directory, fileOf(role)), 'utf8'));
  const keys: AuthorityKeys = { ca: pair('ca'), ct: pair('ct'), log: pair('log'), tsa: pair('tsa') };
  const root = JSON.parse(readFileSync(join(directory, TRUSTED_ROOT_NAME), 'utf8')) as TrustedRootJson;
  checkValidity(directory, root, now);
  return createAuthority(keys, root);
}

/** Whole or not at all: written beside the folder and renamed. */
async function createIn(directory: string): Promise<void> {
  const keys = newKeys();
  const root = await newTrustedRoot(keys);
  mkdirSync(dirname(directory), { recursive: true });
  const draft = mkdtempSync(`${directory}.draft-`);
  for (const role of ROLES) writeFileSync(join(draft, fileOf(role)), privatePem(keys[role]), { mode: 0o600 });
  writeFileSync(join(draft, TRUSTED_ROOT_NAME), `${JSON.stringify(root, null, 2)}\n`);
  chmodSync(draft, 0o700);
  renameSync(draft, directory);
}

const fileOf = (role: Role): string => `${role}.key.pem`;

function checkValidity(directory: string, root: TrustedRootJson, now: Date): void {
  const certificates = [...root.certificateAuthorities, ...root.timestampAuthorities].flatMap(
    ({ certChain }) => certChain.certificates,
  );
  for (const { rawBytes } of certificates) {
    const { validTo } = new X509Certificate(Buffer.from(rawBytes, 'base64'));
    if (new Date(validTo) <= now) {
      throw new Error(`the test authority in '${directory}' has expired (${validTo}); delete the folder to make a new one`);
    }
  }
}
