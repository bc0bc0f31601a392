import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { checkLogEntry, checkLoggedSigner } from '../../../domain/signing/log-entry';
import { Rejected } from '../../../domain/signing/rejected';
import { pem, spki } from '../../../local/authority/encoding';
import { toBase64 } from '../../helpers/spoiled-bundles';

type LogEntry = Parameters<typeof checkLogEntry>[0];

const newPublicKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey;
const mine = newPublicKey();
const others = newPublicKey();
const pemOf = (key: KeyObject) => pem(spki(key), 'PUBLIC KEY');

const entryWith = (spec: object, kind = 'hashedrekord', version = '0.0.1'): LogEntry => ({
  logIndex: '1',
  logId: { keyId: Buffer.alloc(32) },
  kindVersion: { kind, version },
  integratedTime: '1',
  inclusionPromise: undefined,
  inclusionProof: undefined,
  canonicalizedBody: Buffer.from(JSON.stringify({ spec })),
});

const hashedRekord = (key: KeyObject) => ({ signature: { publicKey: { content: toBase64(pemOf(key)) } } });
const second = (key: KeyObject) => ({ signature: { verifier: { publicKey: { rawBytes: spki(key).toString('base64') } } } });

test.each([
  ['hashedrekord', hashedRekord(mine)],
  ['dsse', { signatures: [{ verifier: toBase64(pemOf(mine)) }] }],
  ['intoto, base64 twice', { content: { envelope: { signatures: [{ publicKey: toBase64(toBase64(pemOf(mine))) }] } } }],
  ['hashedrekord of Rekor v2', { hashedRekordV002: second(mine) }],
  ['dsse of Rekor v2', { dsseV002: { signatures: [second(mine).signature] } }],
])('the signer is found in an entry of kind %s', (_, spec) => {
  expect(() => {
    checkLoggedSigner(entryWith(spec), undefined, mine);
  }).not.toThrow();
  expect(() => {
    checkLoggedSigner(entryWith(spec), undefined, others);
  }).toThrow(new Rejected('TLOG_BODY_ERROR', 'the log entry names another signer'));
});

test.each([
  ['nobody', {}],
  ['the signer and somebody else', { ...hashedRekord(mine), hashedRekordV002: second(others) }],
  ['something that is not text', { signature: { publicKey: { content: 1 } } }],
])('an entry that names %s is not the signer’s', (_, spec) => {
  expect(() => {
    checkLoggedSigner(entryWith(spec), undefined, mine);
  }).toThrow(new Rejected('TLOG_BODY_ERROR', 'the log entry names another signer'));
});

test.each([
  ['hashedrekord', '0.0.1'],
  ['hashedrekord', '0.0.2'],
  ['dsse', '0.0.1'],
  ['dsse', '0.0.2'],
  ['intoto', '0.0.2'],
])('entries of kind %s %s are read', (kind, version) => {
  expect(() => {
    checkLogEntry(entryWith({}, kind, version));
  }).not.toThrow();
});

test.each([
  ['rekord', '0.0.1'],
  ['intoto', '0.0.1'],
  ['dsse', '0.0.3'],
])('entries of kind %s %s are not', (kind, version) => {
  expect(() => {
    checkLogEntry(entryWith({}, kind, version));
  }).toThrow(new Rejected('TLOG_BODY_ERROR', `unsupported log entry, got: "${kind}/${version}"`));
});
