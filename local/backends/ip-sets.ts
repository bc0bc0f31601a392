/** IP sets of the local cloud, polled so that an operator's change shows without a restart. */
import type { IpSets } from '../ports';
import type { Cloud } from './cloud';

export interface PolledIpSets {
  readonly ipSets: IpSets;
  readonly refresh: () => Promise<void>;
}

/** @param initial addresses by ARN as the template gives them, used until the first refresh */
export function createIpSets(cloud: Cloud, initial: ReadonlyMap<string, readonly string[]>): PolledIpSets {
  const current = new Map(initial);
  return {
    ipSets: (arn) => current.get(arn) ?? [],
    refresh: async () => {
      for (const arn of current.keys()) current.set(arn, await read(cloud, arn));
    },
  };
}

async function read(cloud: Cloud, arn: string): Promise<readonly string[]> {
  const [name, id] = arn.split('/').slice(-2);
  const { status, body } = await cloud.send({
    service: 'wafv2',
    method: 'POST',
    target: '/',
    headers: [
      ['Content-Type', 'application/x-amz-json-1.1'],
      ['X-Amz-Target', 'AWSWAF_20190729.GetIPSet'],
    ],
    body: Buffer.from(JSON.stringify({ Name: name, Scope: 'CLOUDFRONT', Id: id })),
  });
  if (status !== 200) throw new Error(`IP set '${arn}' cannot be read, got: ${status} ${body.toString('utf8').slice(0, 300)}`);
  return (JSON.parse(body.toString('utf8')) as { IPSet: { Addresses: string[] } }).IPSet.Addresses;
}
