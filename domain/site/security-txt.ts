import { SECURITY_TXT_PATH } from './paths';

const VALID_MS = 30 * 24 * 60 * 60 * 1000;

/** Whom reports of vulnerabilities go to: https://www.rfc-editor.org/rfc/rfc9116 */
export interface SecurityContact {
  /** A mail address or an https URL. @default the registry's contact */
  readonly contact?: string | undefined;
  /** Tags of languages in which reports are read. @default ['en'] */
  readonly languages?: readonly string[];
  /** Page that says how reports are handled. @default none */
  readonly policyUrl?: string | undefined;
}

/**
 * `/.well-known/security.txt`. RFC 9116 asks for a date from which on it is stale: 30 days after `now`, so whoever publishes it does so more often.
 * @param owner mail address or URL of who answers for the registry
 * @param url `https://<domain>` of the registry, without a trailing slash
 */
export function securityTxt(
  { contact, languages = ['en'], policyUrl }: SecurityContact,
  owner: string,
  url: string,
  now: Date,
): string {
  const to = contact ?? owner;
  const lines = [
    `Contact: ${to.startsWith('https://') ? '' : 'mailto:'}${to}`,
    `Expires: ${new Date(now.getTime() + VALID_MS).toISOString()}`,
    `Preferred-Languages: ${languages.join(', ')}`,
    `Canonical: ${url}${SECURITY_TXT_PATH}`,
    ...(policyUrl ? [`Policy: ${policyUrl}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
