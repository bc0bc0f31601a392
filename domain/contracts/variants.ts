/**
 * Two variants of a document where delivery is split: links of the one below `index/` stay on the index host, for readers with a token,
 * links of the one below `open/` lead to the files host, for all others. docs/adr/0009-split-delivery.md
 */
import { INDEX_PREFIX, OPEN_PREFIX } from './keys';

/**
 * Keys of documents that link to files, and so of all that have a variant below `open/`. Left out are those that clients make the
 * address of a file from themselves (Maven, Go, RubyGems), and those without a link (PyPI's and Composer's roots, Composer's branches,
 * cargo's lines, `SHA256SUMS`). One literal, because the edge function chooses by it too.
 */
export const LINKS_TO_FILES =
  /^index\/(pypi\/simple\/.+\/|npm\/[^-]|composer\/p2\/[^~]+$|cargo\/config|generic\/[^/]+\/index\.\w+$)/;

/** @param key of a document that {@link LINKS_TO_FILES} */
export const openKey = (key: string): string => OPEN_PREFIX + key.slice(INDEX_PREFIX.length);
