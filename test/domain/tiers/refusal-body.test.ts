import fc from 'fast-check';
import { type RateRefusal, refusalBody, refusalHeaders, retryAfterSeconds } from '../../../domain/tiers/refusal-body';

const refusal: RateRefusal = {
  rule: 'tier-anonymous',
  requests: 20,
  windowSeconds: 60,
  whose: "the limit of the tier 'anonymous'",
  remedy: 'get a token from packages@example.org',
  homeUrl: 'https://packages.example.org/',
  contact: 'packages@example.org',
};

test('a refusal is a problem document that npm, Composer and cargo show to their users too', () => {
  const sentence =
    "This address has sent more than 20 requests in 60 seconds, the limit of the tier 'anonymous'. Wait 30 seconds, or get a token from packages@example.org";
  expect(JSON.parse(refusalBody(refusal))).toEqual({
    type: 'https://packages.example.org/#tier-anonymous',
    title: 'Too many requests',
    status: 429,
    detail: sentence,
    error: sentence,
    warning: sentence,
    rule: 'tier-anonymous',
    limit: 20,
    window: 60,
    contact: 'packages@example.org',
  });
});

test('its headers say when to come back, what the limit is, and that nobody may store it', () => {
  expect(refusalHeaders(refusal)).toEqual({
    'Retry-After': '30',
    'RateLimit-Policy': '"tier-anonymous";q=20;w=60',
    RateLimit: '"tier-anonymous";r=0',
    'Cache-Control': 'no-store',
  });
});

test.each([
  [60, 30],
  [120, 30],
  [300, 75],
  [600, 150],
] as const)('a window of %i seconds is waited for %i seconds', (windowSeconds, wait) => {
  expect(retryAfterSeconds({ windowSeconds })).toBe(wait);
});

test('the five retries of pip outlast every window by at least 30 seconds', () => {
  for (const windowSeconds of [60, 120, 300, 600] as const) {
    expect(5 * retryAfterSeconds({ windowSeconds })).toBeGreaterThanOrEqual(windowSeconds + 30);
  }
});

test('a body says the same number of seconds as the header, for any limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 2_000_000_000 }), fc.constantFrom(60, 120, 300, 600), (requests, windowSeconds) => {
      const limit = { ...refusal, requests, windowSeconds } as RateRefusal;
      const { detail } = JSON.parse(refusalBody(limit)) as { detail: string };
      expect(detail).toContain(`more than ${requests} requests in ${windowSeconds} seconds`);
      expect(detail).toContain(`Wait ${refusalHeaders(limit)['Retry-After']} seconds`);
    }),
  );
});
