/** The ways in which a month is cut, one table each. Each is of one dimension: two would tell who is in both. */

import type { Cut } from './drawn';
import type { Contribution, UsageRecord } from './input';
import { networkName } from './networks';

/** What holders who are not named are together, and everybody who has no token. */
export const PARTNERS = 'other partners';
export const NO_TOKEN = 'without a token';

const isNamed =
  (contributions: readonly Contribution[]) =>
  (row: UsageRecord): boolean =>
    contributions.some(
      ({ holder, tier, public: agreed }) => agreed === true && holder === row.holder && (tier === undefined || tier === row.tier),
    );

/** By the name of the table in the report. */
export function cutsOf(contributions: readonly Contribution[]): Readonly<Record<string, Cut>> {
  const named = isNamed(contributions);
  return {
    tiers: {
      from: 'tiers',
      column: { name: 'tier', title: 'Tier' },
      title: 'By tier',
      about:
        'The tier that the edge function has verified. A fair share is the part of the cost that is in proportion to bytes and requests.',
      keyOf: ({ tier }) => String(tier),
      named,
      shared: true,
    },
    classes: {
      from: 'tiers',
      column: { name: 'class', title: 'Class' },
      title: 'By class of client',
      about:
        'What a client seems to be, by what it says of itself and by the network it is in: people, CI, mirrors, scanners, AI agents.',
      keyOf: (row) => String(row.class),
      named,
      shared: true,
    },
    holders: {
      from: 'tiers',
      column: { name: 'holder', title: 'Holder of a token' },
      title: 'By partner',
      about: 'Partners who have agreed to be named. Everybody else with a token is in one row.',
      keyOf: (row) => (row.holder === '-' ? NO_TOKEN : named(row) ? `${row.holder} (${row.tier})` : PARTNERS),
      named,
      shared: true,
    },
    clients: {
      from: 'clients',
      column: { name: 'client', title: 'Client' },
      title: 'By client',
      about: 'The program, by the rules for user agents. No user agent is published.',
      keyOf: ({ client }) => String(client),
    },
    networks: {
      from: 'networks',
      column: { name: 'network', title: 'Network' },
      title: 'By network',
      about: 'Who runs the network that requests came from. Networks of one host are one row; others go by their number (ASN).',
      keyOf: ({ asn }) => networkName(Number(asn)),
      shared: true,
    },
    countries: {
      from: 'networks',
      column: { name: 'country', title: 'Country' },
      title: 'By country',
      about: 'Where the address is registered. Machines in a cloud count where the cloud is.',
      keyOf: ({ country }) => (country === '-' ? 'unknown' : String(country)),
    },
    ecosystems: {
      from: 'files',
      column: { name: 'ecosystem', title: 'Ecosystem' },
      title: 'By ecosystem',
      about: 'What was asked for. Pages of the registry itself are not in it.',
      keyOf: ({ ecosystem }) => String(ecosystem),
    },
    answers: {
      from: 'answers',
      column: { name: 'status', title: 'Status' },
      title: 'By answer',
      about:
        'The status that requests were answered with: 304 is a client that keeps what it has, 429 a limit, 5xx a failure of ours.',
      keyOf: ({ status }) => String(status),
    },
  };
}
