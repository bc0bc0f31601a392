/** Policies that AWS manages: cache policies CF-C1 to CF-C5, response headers policies CF-C84 and the plain CORS ones. */
import type { CachePolicy, ResponseHeadersPolicy } from './model';

const YEAR = 31_536_000;
const DAY = 86_400;
const NONE = { behaviour: 'none', names: [] } as const;
const ALL = { behaviour: 'all', names: [] } as const;
const OPTIMIZED = { minTtl: 1, defaultTtl: DAY, maxTtl: YEAR, headers: [], cookies: NONE, queryStrings: NONE } as const;
const ORIGIN_CONTROLLED = {
  minTtl: 0,
  defaultTtl: 0,
  maxTtl: YEAR,
  gzip: true,
  brotli: true,
  headers: ['host', 'origin', 'x-http-method-override', 'x-http-method', 'x-method-override'],
  cookies: ALL,
} as const;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
export const MANAGED_CACHE_POLICIES: ReadonlyMap<string, CachePolicy> = new Map<string, CachePolicy>([
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', { ...OPTIMIZED, name: 'CachingOptimized', gzip: true, brotli: true }],
  [
    '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    { ...OPTIMIZED, name: 'CachingDisabled', minTtl: 0, defaultTtl: 0, maxTtl: 0, gzip: false, brotli: false },
  ],
  [
    'b2884449-e4de-46a7-ac36-70bc7f1ddd6d',
    { ...OPTIMIZED, name: 'CachingOptimizedForUncompressedObjects', gzip: false, brotli: false },
  ],
  ['83da9c7e-98b4-4e11-a168-04f0df8e2c65', { ...ORIGIN_CONTROLLED, name: 'UseOriginCacheControlHeaders', queryStrings: NONE }],
  [
    '4cc15a8a-d715-48a4-82b8-cc0b614638fe',
    { ...ORIGIN_CONTROLLED, name: 'UseOriginCacheControlHeaders-QueryStrings', queryStrings: ALL },
  ],
]);

const SECURITY: ResponseHeadersPolicy['set'] = [
  { name: 'Referrer-Policy', value: 'strict-origin-when-cross-origin', override: false },
  { name: 'Strict-Transport-Security', value: 'max-age=31536000', override: false },
  { name: 'X-Content-Type-Options', value: 'nosniff', override: true },
  { name: 'X-Frame-Options', value: 'SAMEORIGIN', override: false },
  { name: 'X-XSS-Protection', value: '1; mode=block', override: false },
];
const ANY_ORIGIN: ResponseHeadersPolicy['cors'] = { headers: [['Access-Control-Allow-Origin', '*']], override: false };

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html */
export const MANAGED_RESPONSE_HEADERS_POLICIES: ReadonlyMap<string, ResponseHeadersPolicy> = new Map<
  string,
  ResponseHeadersPolicy
>([
  ['67f7725c-6f97-4210-82d7-5512b31e9d03', { name: 'SecurityHeadersPolicy', remove: [], set: SECURITY, cors: undefined }],
  ['60669652-455b-4ae9-85a4-c4c02393f86c', { name: 'SimpleCORS', remove: [], set: [], cors: ANY_ORIGIN }],
  [
    'e61eb60c-9c35-4d20-a928-2b84e02af89c',
    { name: 'CORS-and-SecurityHeadersPolicy', remove: [], set: SECURITY, cors: ANY_ORIGIN },
  ],
]);
