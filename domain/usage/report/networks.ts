import { OTHER, OTHER_NUMBER } from '../k-anonymity';

/**
 * Names of networks that machines are rented in, by number (ASN), from public lists of 2026. Cloudflare is left out: people's VPN
 * traffic comes from there too. Others go by their number, which https://stat.ripe.net/ explains.
 */
const HOSTING: Readonly<Record<string, readonly number[]>> = {
  'Amazon Web Services': [16509, 14618, 8987],
  'Microsoft Azure': [8075, 8068, 12076],
  'Google Cloud': [15169, 396982, 19527],
  'Oracle Cloud': [31898],
  Hetzner: [24940, 212317, 213230],
  OVHcloud: [16276],
  DigitalOcean: [14061],
  Akamai: [63949],
  Vultr: [20473],
  Scaleway: [12876],
  'Alibaba Cloud': [37963, 45102],
  'Tencent Cloud': [45090, 132203],
  'IBM Cloud': [36351],
  Contabo: [51167],
  Leaseweb: [60781],
  netcup: [197540],
};

const BY_NUMBER: ReadonlyMap<number, string> = new Map(
  Object.entries(HOSTING).flatMap(([name, numbers]) => numbers.map((number): [number, string] => [number, name])),
);

/** Networks of one host are one row. */
export function networkName(asn: number): string {
  if (asn === OTHER_NUMBER) return OTHER;
  return asn === 0 ? 'unknown' : (BY_NUMBER.get(asn) ?? `AS${asn}`);
}
