import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { MessageSigner } from '../ports';

/** Signs with a KMS key of spec ECC_NIST_P256. */
export class KmsSigner implements MessageSigner {
  /** The key's id without region and account, which records do not tell. */
  readonly keyId: string;
  private knownKey: Promise<Buffer> | undefined;

  constructor(
    private readonly client: KMSClient,
    private readonly keyArn: string,
  ) {
    this.keyId = keyArn.slice(keyArn.lastIndexOf('/') + 1);
  }

  /** Never changes, so KMS is asked once. */
  publicKey(): Promise<Buffer> {
    this.knownKey ??= this.askPublicKey().catch((error: unknown) => {
      this.knownKey = undefined;
      throw error;
    });
    return this.knownKey;
  }

  private async askPublicKey(): Promise<Buffer> {
    const { PublicKey } = await this.client.send(new GetPublicKeyCommand({ KeyId: this.keyArn }));
    if (!PublicKey) throw new Error('KMS answered without a public key.');
    return Buffer.from(PublicKey);
  }

  async sign(message: Buffer): Promise<Buffer> {
    // As a digest: KMS takes no message above 4,096 bytes.
    const { Signature } = await this.client.send(
      new SignCommand({
        KeyId: this.keyArn,
        Message: createHash('sha256').update(message).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      }),
    );
    if (!Signature) throw new Error('KMS answered without a signature.');
    return Buffer.from(Signature);
  }
}
