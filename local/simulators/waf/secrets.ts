/** Names for what must not be shown. */
import { createHash } from 'node:crypto';
import type { HeaderList } from '../../http';

const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie'];
const TOKEN = /cr1\.([a-z0-9]{1,32})\.([a-z0-9][a-z0-9-]{0,62})\./i;

/** A header's value, or for one that holds a secret a name that tells secrets apart without giving any away. */
export function secretName(header: string, value: string): string {
  if (!SECRET_HEADERS.includes(header.toLowerCase())) return value;
  const [, tier, holder] = TOKEN.exec(value) ?? [];
  const hash = createHash('sha256').update(value, 'latin1').digest('hex').slice(0, 8);
  return tier && holder ? `${tier}.${holder} #${hash}` : `#${hash}`;
}

export const withoutSecrets = (headers: HeaderList): HeaderList =>
  headers.map(([name, value]) => [name, secretName(name, value)] as const);
