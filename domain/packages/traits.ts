/** What a package does beside being read: kept with each file's record, so that a release can be compared with those before it. */
import type { FileTraits } from '../contracts/release';

const NATIVE = /\.(?:so(?:\.[0-9.]+)?|pyd|dll|dylib|jnilib|node|bundle|syso|a|lib|wasm)$/i;

/** The first compiled file of an archive. */
export function nativeCode(paths: Iterable<string>): FileTraits {
  for (const path of paths) if (NATIVE.test(path)) return { nativeCode: path };
  return {};
}

export const installHook = (what: string | undefined): FileTraits => (what === undefined ? {} : { installHook: what });

/** For `FileFacts`: absent when there is nothing to tell. */
export function traits(...parts: readonly FileTraits[]): { readonly traits?: FileTraits } {
  const all = Object.assign({}, ...parts) as FileTraits;
  return Object.keys(all).length > 0 ? { traits: all } : {};
}
