import { loadTrust } from '../../domain/signing';
import { at } from '../../domain/signing/bytes';

export const TRUSTED_ROOT = 'a Sigstore trusted root (JSON) with at least one certificate authority and one transparency log';

/**
 * Reads the text of a trusted root, as far as to know that the intake can work with it.
 * @throws Error saying in half a sentence why it cannot
 */
export function parseTrustedRoot(text: string): unknown {
  const root = parseJson(text);
  loadTrust(root);
  for (const [list, name] of [
    ['certificateAuthorities', 'certificate authority'],
    ['tlogs', 'transparency log'],
  ] as const) {
    const entries = at(root, list);
    if (!Array.isArray(entries) || !entries.length) throw new Error(`it has no ${name}; no bundle could be verified`);
  }
  return root;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('it is not JSON');
  }
}
