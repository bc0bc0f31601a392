/** Whether a split of delivery fits the rest of a configuration. */
import type { Problem } from '../../domain/contracts/problem';
import { SPLIT_ECOSYSTEMS } from '../../domain/packages/names';
import { domainName } from './fields';
import { filesNames } from './files-names';
import { part } from './parts';
import { problemAt } from './problems';

const PATH = ['delivery', 'split', 'files'];

/** A name needs a certificate: the one given, or one that the zone of the registry's own name proves. */
export function splitName(raw: unknown): Problem[] {
  const { name, certificateArn, hosts = 1 } = part(raw, 'delivery')?.split?.files ?? {};
  const domain = part(raw, 'domain');
  if (name === undefined) {
    if (certificateArn === undefined) return [];
    const change = 'add the name that it is for, or take it out';
    return [problemAt(raw, [...PATH, 'certificateArn'], { allowed: 'a certificate beside a name', change })];
  }
  const names = filesNames(name, hosts);
  if (domain && names.includes(domain.name)) {
    const allowed = 'another name than that of the index, which is `domain.name`';
    return [problemAt(raw, [...PATH, 'name'], { allowed, change: `e.g. 'files.${domain.name}'` })];
  }
  if (names.some((each) => !domainName.safeParse(each).success)) {
    const allowed = `a name whose first label has room for '-${hosts}' within 63 characters, as further hosts are named after it`;
    return [problemAt(raw, [...PATH, 'name'], { allowed, change: 'shorten it' })];
  }
  const zone = domain && 'zoneName' in domain ? domain.zoneName : undefined;
  if (certificateArn !== undefined || (zone !== undefined && name.endsWith(`.${zone}`))) return [];
  return [
    problemAt(raw, [...PATH, 'name'], {
      allowed:
        zone === undefined ? 'a name beside its certificate' : `a name in the zone '${zone}', or one beside its certificate`,
      change: 'correct it, or add certificateArn, of a certificate in us-east-1',
    }),
  ];
}

export function splitEcosystems(raw: unknown): Problem[] {
  const enabled: readonly string[] = part(raw, 'ecosystems') ?? [];
  if (!part(raw, 'delivery')?.split || SPLIT_ECOSYSTEMS.some((name) => enabled.includes(name))) return [];
  return [
    problemAt(raw, ['delivery', 'split'], {
      allowed: `a split where one of ${SPLIT_ECOSYSTEMS.join(', ')} is served`,
      change: 'leave it out: clients of the others take files from the host that they are configured with',
    }),
  ];
}
