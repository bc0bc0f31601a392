/** Cache and response headers policies of the template, in the model's words. */
import type { z } from 'zod';
import type { HeaderList } from '../http';
import type { CachePolicy, NameSelection, ResponseHeadersPolicy } from './model';
import type { cachePolicyProperties, responseHeadersPolicyProperties } from './other-properties';

export function cachePolicy({ CachePolicyConfig: config }: z.output<typeof cachePolicyProperties>): CachePolicy {
  const parameters = config.ParametersInCacheKeyAndForwardedToOrigin;
  const selection = (behaviour: unknown, names: unknown): NameSelection => ({ behaviour, names: names ?? [] }) as NameSelection;
  return {
    name: config.Name,
    minTtl: config.MinTTL,
    defaultTtl: config.DefaultTTL,
    maxTtl: config.MaxTTL,
    gzip: parameters.EnableAcceptEncodingGzip,
    brotli: parameters.EnableAcceptEncodingBrotli ?? false,
    headers: (parameters.HeadersConfig.Headers ?? []).map((name) => name.toLowerCase()),
    cookies: selection(parameters.CookiesConfig.CookieBehavior, parameters.CookiesConfig.Cookies),
    queryStrings: selection(parameters.QueryStringsConfig.QueryStringBehavior, parameters.QueryStringsConfig.QueryStrings),
  };
}

type PolicyConfig = z.output<typeof responseHeadersPolicyProperties>['ResponseHeadersPolicyConfig'];

export function responseHeadersPolicy({
  ResponseHeadersPolicyConfig: config,
}: z.output<typeof responseHeadersPolicyProperties>): ResponseHeadersPolicy {
  const custom = (config.CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header,
    value: Value,
    override: Override,
  }));
  return {
    name: config.Name,
    remove: (config.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header),
    set: [...securityHeaders(config.SecurityHeadersConfig ?? {}), ...custom],
    cors: config.CorsConfig && { headers: corsHeaders(config.CorsConfig), override: config.CorsConfig.OriginOverride },
  };
}

function securityHeaders(config: NonNullable<PolicyConfig['SecurityHeadersConfig']>): ResponseHeadersPolicy['set'] {
  const { ContentSecurityPolicy: csp, ContentTypeOptions: type, FrameOptions: frame, ReferrerPolicy: referrer } = config;
  const { StrictTransportSecurity: hsts, XSSProtection: xss } = config;
  const set = (name: string, of: { Override: boolean } | undefined, value: string) =>
    of ? [{ name, value, override: of.Override }] : [];
  return [
    ...set('Content-Security-Policy', csp, csp?.ContentSecurityPolicy ?? ''),
    ...set('X-Content-Type-Options', type, 'nosniff'),
    ...set('X-Frame-Options', frame, frame?.FrameOption ?? ''),
    ...set('Referrer-Policy', referrer, referrer?.ReferrerPolicy ?? ''),
    ...set(
      'Strict-Transport-Security',
      hsts,
      `max-age=${hsts?.AccessControlMaxAgeSec ?? 0}${hsts?.IncludeSubdomains ? '; includeSubDomains' : ''}${hsts?.Preload ? '; preload' : ''}`,
    ),
    ...set(
      'X-XSS-Protection',
      xss,
      `${xss?.Protection ? 1 : 0}${xss?.ModeBlock ? '; mode=block' : ''}${xss?.ReportUri ? `; report=${xss.ReportUri}` : ''}`,
    ),
  ];
}

function corsHeaders(cors: NonNullable<PolicyConfig['CorsConfig']>): HeaderList {
  const list = (name: string, { Items: values = [] }: { Items?: string[] | undefined } = {}): [string, string][] =>
    values.length > 0 ? [[name, values.join(', ')]] : [];
  return [
    ...list('Access-Control-Allow-Origin', cors.AccessControlAllowOrigins),
    ...list('Access-Control-Allow-Methods', cors.AccessControlAllowMethods),
    ...list('Access-Control-Allow-Headers', cors.AccessControlAllowHeaders),
    ...list('Access-Control-Expose-Headers', cors.AccessControlExposeHeaders),
    ...(cors.AccessControlAllowCredentials ? ([['Access-Control-Allow-Credentials', 'true']] as const) : []),
    ...(cors.AccessControlMaxAgeSec === undefined
      ? []
      : ([['Access-Control-Max-Age', String(cors.AccessControlMaxAgeSec)]] as const)),
  ];
}
