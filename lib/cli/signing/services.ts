/** Where signatures are certified, logged and timestamped. */
import { readFileSync } from 'node:fs';
import { type Service, SigningConfig } from '@sigstore/protobuf-specs';
import { CliError, messageOf } from '../failure';

export interface Services {
  /** Fulcio. */
  readonly ca: string;
  /** Rekor, and the version of its interface. */
  readonly log: { readonly url: string; readonly version: 1 | 2 };
  /** RFC 3161: entries of Rekor v2 have no time of their own. */
  readonly timestamps?: string;
}

/** Sigstore's public instance, by the interfaces that its own clients use without a signing configuration. */
export const PUBLIC_GOOD: Services = {
  ca: 'https://fulcio.sigstore.dev',
  log: { url: 'https://rekor.sigstore.dev', version: 1 },
  timestamps: 'https://timestamp.sigstore.dev/api/v1/timestamp',
};

const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';

/**
 * Reads the services of an instance from its `signing_config.v0.2.json`, which it gives out beside its trusted root.
 * @throws CliError
 */
export function readServices(file: string, now: Date): Services {
  const config = parse(file);
  if (config.mediaType !== MEDIA_TYPE)
    throw new CliError(
      `${file} is no Sigstore signing configuration, got mediaType: '${config.mediaType}', allowed: ${MEDIA_TYPE}`,
    );
  const ca = newest(config.caUrls, 1, now);
  const log = newest(config.rekorTlogUrls, 2, now);
  const timestamps = newest(config.tsaUrls, 1, now);
  if (!ca || !log)
    throw new CliError(
      `${file} names no ${ca ? 'transparency log' : 'certificate authority'} that is in use now; get a newer one`,
    );
  const version = log.majorApiVersion === 2 ? 2 : 1;
  if (version === 2 && !timestamps)
    throw new CliError(`${file} names a log of version 2 and no timestamp authority that is in use now; get a newer one`);
  return { ca: ca.url, log: { url: log.url, version }, ...(timestamps && { timestamps: timestamps.url }) };
}

function parse(file: string): SigningConfig {
  try {
    return SigningConfig.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${messageOf(error)}; give a Sigstore signing configuration (JSON)`);
  }
}

const newest = (services: readonly Service[], version: number, now: Date): Service | undefined =>
  services
    .filter(({ majorApiVersion, validFor }) => majorApiVersion <= version && startOf(validFor) <= now.getTime())
    .filter(({ validFor }) => !validFor?.end || validFor.end >= now)
    .sort((a, b) => startOf(b.validFor) - startOf(a.validFor))[0];

const startOf = (range: Service['validFor']): number => range?.start?.getTime() ?? 0;
