/** What cloudfront-js-2.0 has beyond the language, as far as it is used here and `@types/aws-cloudfront-function` lacks it. */
declare module 'crypto' {
  interface Digest {
    update(data: string): Digest;
    digest(encoding: 'base64url' | 'base64' | 'hex'): string;
  }
  const crypto: { createHmac(algorithm: 'sha256', key: string): Digest; createHash(algorithm: 'sha256'): Digest };
  export default crypto;
}

declare function atob(base64: string): string;

declare const Buffer: { from(text: string): Uint8Array };
