/** The one thing that a registry needs of a go.mod: whose it is. https://go.dev/ref/mod#go-mod-file-module */
import { Refusal } from '../../contracts/refusals';

/** `module path`, the path plain or quoted. The grammar's `module (` block, which no tool writes, is not read. */
const MODULE = /^\s*module\s+(?:"([^"\\\s]+)"|`([^`\s]+)`|([^"`\s(]+))\s*(?:\/\/.*)?$/;

/**
 * Module path that a go.mod declares.
 * @throws Refusal METADATA_INVALID when it declares none, or more than one
 */
export function readModulePath(bytes: Buffer): string {
  const lines = decode(bytes).split(/\r?\n/);
  const declared = lines.filter((line) => /^\s*module(?:[\s"`(]|$)/.test(line));
  const [line, another] = declared;
  const match = line === undefined || another !== undefined ? undefined : MODULE.exec(line);
  const path = match?.[1] ?? match?.[2] ?? match?.[3];
  return path ?? invalid(`${declared.length} readable 'module' lines where there must be one`);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return invalid('bytes that are not UTF-8');
  }
}

function invalid(what: string): never {
  throw new Refusal('METADATA_INVALID', `The module's go.mod has ${what}; check it with 'go mod verify' and package it again.`);
}
