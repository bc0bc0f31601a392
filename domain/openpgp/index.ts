/**
 * Detached OpenPGP signatures (RFC 9580, version 4 keys and signatures as GnuPG makes them) against pinned keys. Own code because the
 * libraries that do it are not under a permissive licence: docs/adr/ has the record. Only what verifying needs is here.
 */
export { wholeSignature } from './armor';
export { type Certificate, readCertificate } from './certificate';
export { Malformed } from './malformed';
export { verifyDetached } from './verify-detached';
