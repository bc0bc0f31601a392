/**
 * Two variants of a document where delivery is split: links of the one below `index/` stay on the index host, for readers with a token,
 * links of the one below `open/` lead to the files host, for all others. docs/adr/0009-split-delivery.md
 * Bundled into the edge function, so it is written in that runtime's subset of the language and imports nothing.
 */

/**
 * Keys of documents that link to files, and so of all that have a variant below `open/`. Left out are those that clients make the
 * address of a file from themselves (Maven, Go, RubyGems), and those without a link (PyPI's and Composer's roots, Composer's branches,
 * cargo's lines, `SHA256SUMS`). One literal, because the edge function chooses by it too.
 */
export const LINKS_TO_FILES = /^index\/(pypi\/.+\/.+\/|npm\/[^-]|composer\/p2\/[^~]+$|cargo\/con|generic\/[^/]+\/index\.\w+$)/;

/** Key of the variant for all others; the same key when there is none. @param key below `index/` */
export const openKey = (key: string): string => key.replace(LINKS_TO_FILES, 'open/$1');
