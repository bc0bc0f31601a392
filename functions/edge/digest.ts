// biome-ignore lint/style/useNodejsImportProtocol: the module of CloudFront's runtime, not Node's
import crypto from 'crypto';

/** In base64url without padding. */
export const sha256 = (text: string): string => crypto.createHash('sha256').update(text).digest('base64url');

/** HMAC-SHA-256 in base64url without padding. */
export const hmac = (secret: string, text: string): string =>
  crypto.createHmac('sha256', secret).update(text).digest('base64url');
