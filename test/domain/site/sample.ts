import type { PublicLimits } from '../../../domain/site/limits';

export const LIMITS: PublicLimits = {
  registry: 'commons',
  contact: 'packages@foundation.example',
  tiers: [
    {
      name: 'anonymous',
      audience: 'Everybody.',
      requests: 3000,
      windowSeconds: 300,
      aggregation: 'address',
      mode: 'enforcement',
      price: 'Free.',
      message: 'A sentence of the 429.',
      alarmAbove: 77,
    },
    {
      name: 'supporter',
      audience: 'Members & donors.',
      requests: 12_000,
      windowSeconds: 60,
      aggregation: 'token',
      mode: 'evaluation',
    },
  ],
  ceiling: { requests: 30_000, windowSeconds: 300 },
  ipv6: false,
  ecosystems: ['pypi'],
};
export const NOW = new Date('2026-11-23T02:00:00Z');
export const URL = 'https://packages.example.org';
