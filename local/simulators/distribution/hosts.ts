import type { DistributionModel } from '../../assembly/model';

/** Names under which a distribution is reached on loopback, besides its own. CloudFront has no such thing. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The distribution that a `Host` header means (CF-P34); a loopback name means the first one. */
export function distributionFor<T extends { readonly model: DistributionModel }>(
  distributions: readonly T[],
  host = '',
): T | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const enabled = distributions.filter(({ model }) => model.enabled);
  if (LOOPBACK.test(name)) return enabled[0];
  return enabled.find(({ model }) => [model.domainName, ...model.aliases].some((alias) => isAlias(alias.toLowerCase(), name)));
}

/** `*.example.org` stands for one label. */
const isAlias = (alias: string, name: string): boolean =>
  alias === name || (alias.startsWith('*.') && name.endsWith(alias.slice(1)) && !name.slice(0, -alias.length + 1).includes('.'));
