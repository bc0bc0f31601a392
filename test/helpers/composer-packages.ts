/** Dist archives as Composer unpacks them. */
import type { Archive } from './pypi-archives';
import { zip } from './zip-writer';

export interface ComposerPackage {
  /** `vendor/name` */
  readonly name: string;
  readonly version: string;
  /** More fields of composer.json. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Files beside it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder that all is in. @default - none */
  readonly folder?: string;
}

export const dist = ({ name, version, fields = {}, files = {}, folder }: ComposerPackage): Archive => {
  const all = { 'composer.json': JSON.stringify({ name, ...fields }), ...files };
  const entries = Object.entries(all).map(([path, body]) => ({ name: folder === undefined ? path : `${folder}/${path}`, body }));
  return { name: `${name.replace('/', '-')}-${version}.zip`, body: zip(entries) };
};
