/** Where a client is. */
import type { Locate } from '../../../../local/ports';
import { BLOCK, COUNT, request, rule, setUp } from './harness';

const locate: Locate = (address) =>
  ({ '192.0.2.1': { country: 'DE', asn: '64500' }, '192.0.2.2': { country: 'CH', asn: '64501' } })[address] ?? {};
const countries = (...CountryCodes: string[]) => ({ GeoMatchStatement: { CountryCodes } });
const at = (statement: Record<string, unknown>, clientIp: string): string =>
  setUp([rule('r', 0, statement, BLOCK)], {}, { locate }).waf.evaluate(request({ clientIp }), 'id').action;

test.each([
  [countries('CH', 'DE'), '192.0.2.1', 'block'],
  [countries('CH'), '192.0.2.1', 'allow'],
  [countries('CH'), '192.0.2.3', 'allow'],
  [countries('XX'), '192.0.2.3', 'block'],
  [{ AsnMatchStatement: { AsnList: [64500] } }, '192.0.2.1', 'block'],
  [{ AsnMatchStatement: { AsnList: [64500] } }, '192.0.2.2', 'allow'],
  [{ AsnMatchStatement: { AsnList: [0] } }, '192.0.2.3', 'block'],
])('%j for %s: %s', (statement, clientIp, action) => {
  expect(at(statement, clientIp)).toBe(action);
});

test('a geo statement labels what it inspects whether it matches or not, for later rules only', () => {
  const german = { LabelMatchStatement: { Scope: 'LABEL', Key: 'awswaf:clientip:geo:country:DE' } };
  const both = { OrStatement: { Statements: [countries('CH'), german] } };
  const { waf } = setUp([rule('label', 0, both, COUNT), rule('german', 1, german, BLOCK)], {}, { locate });
  expect(waf.evaluate(request({ clientIp: '192.0.2.1' }), 'id')).toMatchObject({
    action: 'block',
    terminatingRule: 'german',
    countedRules: [],
    labels: ['awswaf:clientip:geo:country:DE', 'awswaf:clientip:geo:region:DE-XX'],
    log: { httpRequest: { country: 'DE' } },
  });
  expect(waf.evaluate(request({ clientIp: '192.0.2.3' }), 'id')).toMatchObject({
    action: 'allow',
    labels: ['awswaf:clientip:geo:country:XX', 'awswaf:clientip:geo:region:XX-XX'],
  });
});
