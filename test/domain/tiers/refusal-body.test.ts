import { limitBody, problemBody, refusalHeaders, retryAfterSeconds } from '../../../domain/tiers/refusal-body';
import type { Limit } from '../../../domain/tiers/tier';

const limit: Limit = { requests: 20, windowSeconds: 60 };
const details = {
  code: 'RATE_LIMITED',
  detail: 'Too much.',
  registryUrl: 'https://packages.example.org',
  contact: 'packages@example.org',
} as const;

test('a refusal is a problem document that npm, Composer and cargo show to their users too', () => {
  expect(JSON.parse(limitBody(limit, 'tier-anonymous', details))).toEqual({
    type: 'https://packages.example.org/-/errors/RATE_LIMITED',
    title: 'Too many requests',
    status: 429,
    detail: 'Too much.',
    error: 'Too much.',
    warning: 'Too much.',
    rule: 'tier-anonymous',
    limit: 20,
    window: 60,
    contact: 'packages@example.org',
  });
});

test('status and title are those of the table of errors', () => {
  expect(JSON.parse(problemBody({ ...details, code: 'REQUEST_BLOCKED' }))).toMatchObject({
    type: 'https://packages.example.org/-/errors/REQUEST_BLOCKED',
    title: 'This request is blocked',
    status: 403,
  });
});

test('its headers say when to come back, what the limit is, and that nobody may store it', () => {
  expect(refusalHeaders(limit, 'tier-anonymous')).toEqual({
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
