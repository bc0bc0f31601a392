import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';

/** What the authority consists of: certificate authority, certificate log, signature log, timestamp authority. */
export const ROLES = ['ca', 'ct', 'log', 'tsa'] as const;
export type Role = (typeof ROLES)[number];

export type AuthorityKeys = Readonly<Record<Role, KeyPairKeyObjectResult>>;

export const newKey = (): KeyPairKeyObjectResult => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

export const newKeys = (): AuthorityKeys => ({ ca: newKey(), ct: newKey(), log: newKey(), tsa: newKey() });

/** Reads a private key in PEM (PKCS#8). */
export function keyPair(privatePem: string): KeyPairKeyObjectResult {
  const privateKey = createPrivateKey(privatePem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

export const privatePem = ({ privateKey }: KeyPairKeyObjectResult): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
