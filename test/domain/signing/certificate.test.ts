import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Claim, checkCertificates, claimOf, identityOf } from '../../../domain/signing/certificate';
import { Rejected } from '../../../domain/signing/rejected';

const der = (name: string): Buffer =>
  new X509Certificate(readFileSync(join(__dirname, '../../fixtures/signing/certificates', `${name}.pem`))).raw;

test('a certificate for code signing with one name passes', () => {
  expect(checkCertificates([der('good')]).raw).toEqual(der('good'));
  expect([identityOf(der('good')), claimOf(der('good'), Claim.ISSUER)]).toEqual([
    'https://who.example',
    'https://issuer.example',
  ]);
  expect(claimOf(der('good'), Claim.REPOSITORY)).toBeUndefined();
});

test.each([
  [[], 'the bundle has no certificate'],
  [['good', 'root'], 'the bundle carries a root certificate'],
  [['authority'], 'the signing certificate is one of an authority'],
  [['other-purpose'], 'the signing certificate is not for code signing'],
  [['no-purpose'], 'the signing certificate is not for code signing'],
  [['two-names'], 'the signing certificate must name one identity, got: 2'],
  [['no-name'], 'the signing certificate must name one identity, got: 0'],
  [['name-not-ascii'], 'identity and issuer of the signing certificate must be printable ASCII'],
])('%j: %s', (names, message) => {
  expect(() => checkCertificates(names.map(der))).toThrow(new Rejected('CERTIFICATE_ERROR', message));
});

test('the library would read another name than the certificate has', () => {
  expect(identityOf(der('name-not-ascii'))).toBe('https://who.example');
});
