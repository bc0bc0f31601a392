/** Statements on where a client is: its country and its network. */
import { list, record, text, WafPropertyError, wholeNumber } from './shape';
import type { Matcher } from './statements';

/** What AWS WAF writes for a country or region that it cannot tell. */
const UNKNOWN = 'XX';
/** More than ISO 3166 has. */
const COUNTRIES = 300;

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html */
export function compileGeoMatch(where: string, value: unknown): Matcher {
  const json = record(where, value, ['CountryCodes']);
  const countries = new Set(
    several(`${where}.CountryCodes`, json.CountryCodes, COUNTRIES).map((code) => text(`${where}.CountryCodes`, code)),
  );
  for (const code of countries)
    if (!/^[A-Z]{2}$/.test(code))
      throw new WafPropertyError(`${where}.CountryCodes`, `must hold ISO 3166 codes of two capital letters, got: ${code}`);
  return (subject) => {
    const country = subject.country ?? UNKNOWN;
    // Labels come whether the statement matches or not. Regions are not simulated: none is known.
    subject.label(`awswaf:clientip:geo:country:${country}`, `awswaf:clientip:geo:region:${country}-${UNKNOWN}`);
    return countries.has(country);
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-asn-match.html */
export function compileAsnMatch(where: string, value: unknown): Matcher {
  const json = record(where, value, ['AsnList']);
  const networks = new Set(
    several(`${where}.AsnList`, json.AsnList, 100).map((asn) => wholeNumber(`${where}.AsnList`, asn, 0, 2 ** 32 - 1)),
  );
  return (subject) => networks.has(subject.asn);
}

function several(where: string, value: unknown, most: number): readonly unknown[] {
  const items = list(where, value);
  if (items.length < 1 || items.length > most)
    throw new WafPropertyError(where, `must have 1 to ${most} items, got: ${items.length}`);
  return items;
}
