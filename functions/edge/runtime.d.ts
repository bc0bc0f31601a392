/** What cloudfront-js-2.0 has beyond the language, as far as it is used here and `@types/aws-cloudfront-function` lacks it. */
declare module 'crypto' {
  interface Hmac {
    update(data: string): Hmac;
    digest(encoding: 'base64url' | 'base64' | 'hex'): string;
  }
  const crypto: { createHmac(algorithm: 'sha256', key: string): Hmac };
  export default crypto;
}

declare function atob(base64: string): string;
