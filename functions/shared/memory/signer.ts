import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { MessageSigner } from '../ports';

/** A P-256 key of its own. The same message gets the same signature, so that runs can be compared. */
export class MemorySigner implements MessageSigner {
  readonly verifier: KeyObject;
  private readonly privateKey: KeyObject;
  private readonly spki: Buffer;
  private readonly signatures = new Map<string, Buffer>();

  constructor(readonly keyId = 'memory-key') {
    ({ publicKey: this.verifier, privateKey: this.privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }));
    this.spki = this.verifier.export({ type: 'spki', format: 'der' });
  }

  publicKey(): Promise<Buffer> {
    return Promise.resolve(this.spki);
  }

  sign(message: Buffer): Promise<Buffer> {
    const text = message.toString('base64');
    const signature = this.signatures.get(text) ?? sign('sha256', message, this.privateKey);
    this.signatures.set(text, signature);
    return Promise.resolve(signature);
  }
}
