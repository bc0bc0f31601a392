import { securityTxt } from '../../../domain/site/security-txt';
import { NOW, URL } from './sample';

test.each([
  ['packages@foundation.example', 'mailto:packages@foundation.example'],
  ['https://foundation.example/report', 'https://foundation.example/report'],
])('without settings reports go to %s, in English, for thirty days', (owner, contact) => {
  expect(securityTxt({}, owner, URL, NOW)).toBe(`Contact: ${contact}
Expires: 2026-12-23T02:00:00.000Z
Preferred-Languages: en
Canonical: https://packages.example.org/.well-known/security.txt
`);
});

test('it says all that is configured', () => {
  const security = {
    contact: 'https://example.org/report',
    languages: ['en', 'de'],
    policyUrl: 'https://example.org/policy?a="b"',
  };
  expect(securityTxt(security, 'a@b.example', URL, NOW)).toBe(`Contact: https://example.org/report
Expires: 2026-12-23T02:00:00.000Z
Preferred-Languages: en, de
Canonical: https://packages.example.org/.well-known/security.txt
Policy: https://example.org/policy?a="b"
`);
});
