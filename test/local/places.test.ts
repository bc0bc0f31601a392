import { createPlaces } from '../../local/places';

test('nobody is anywhere until it is said', () => {
  expect(createPlaces().locate('127.0.0.1')).toEqual({});
});

test('an address or a range is where it was said last to be', () => {
  const places = createPlaces();
  places.set({ addresses: '127.0.0.0/8', country: 'DE', asn: '64500' });
  places.set({ addresses: '127.0.0.7', country: 'CH' });
  places.set({ addresses: '2001:db8::/32', asn: '64501' });
  expect(['127.0.0.1', '127.0.0.7', '2001:db8::1', '192.0.2.1'].map(places.locate)).toEqual([
    { country: 'DE', asn: '64500' },
    { country: 'CH' },
    { asn: '64501' },
    {},
  ]);
  places.set({ addresses: '127.0.0.7', country: 'AT' });
  expect(places.list().map(({ addresses, country }) => [addresses, country])).toEqual([
    ['127.0.0.7', 'AT'],
    ['2001:db8::/32', undefined],
    ['127.0.0.0/8', 'DE'],
  ]);
});

test.each([
  [{ addresses: 'here' }, '\'addresses\' must be an address or a range in CIDR form, got: "here".'],
  [{ addresses: '127.0.0.1', country: 'de' }, '\'country\' must be an ISO 3166 code such as DE, got: "de".'],
  [{ addresses: '127.0.0.1', asn: 'AS1' }, '\'asn\' must be the number of a network such as 64500, got: "AS1".'],
])('%j is refused', (place, message) => {
  expect(() => {
    createPlaces().set(place);
  }).toThrow(new RangeError(message));
});
