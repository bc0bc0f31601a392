/** How the lists look in AWS WAF: IP sets, and for countries and networks a rule group with a rule for each kind. */

/** What calls name a set or group by, read off its ARN: `...:global/ipset/<name>/<id>`. */
export function wafNames(arn: string): { readonly Name: string; readonly Id: string; readonly Scope: 'CLOUDFRONT' } {
  const [Name, Id] = arn.split('/').slice(-2);
  if (!Name || !Id) throw new Error(`An ARN of AWS WAF ends with a name and an id, got: ${JSON.stringify(arn)}.`);
  return { Name, Id, Scope: 'CLOUDFRONT' };
}

interface Statement {
  readonly GeoMatchStatement?: { readonly CountryCodes?: readonly string[] | undefined } | undefined;
  readonly AsnMatchStatement?: { readonly AsnList?: readonly number[] | undefined } | undefined;
}

/** Countries and networks that a rule group blocks. */
export const switchedOff = (rules: readonly { readonly Statement?: Statement | undefined }[]): string[] =>
  rules.flatMap(({ Statement = {} }) => [
    ...(Statement.GeoMatchStatement?.CountryCodes ?? []).map((code) => `country:${code}`),
    ...(Statement.AsnMatchStatement?.AsnList ?? []).map((number) => `asn:${number}`),
  ]);

/** The rules that block countries and networks. AWS WAF takes no statement about none of them, so that there are at most two. */
export function switchRules(items: readonly string[]) {
  const valuesOf = (kind: string): string[] =>
    items.flatMap((item) => (item.startsWith(`${kind}:`) ? [item.slice(kind.length + 1)] : []));
  const [countries, networks] = [valuesOf('country'), valuesOf('asn')];
  return [
    ...(countries.length > 0 ? [blockRule('kill-switch-countries', 0, { GeoMatchStatement: { CountryCodes: countries } })] : []),
    ...(networks.length > 0
      ? [blockRule('kill-switch-networks', 1, { AsnMatchStatement: { AsnList: networks.map(Number) } })]
      : []),
  ];
}

const blockRule = <S extends object>(name: string, priority: number, statement: S) => ({
  Name: name,
  Priority: priority,
  Statement: statement,
  Action: { Block: {} },
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
});
