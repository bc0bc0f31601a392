/** Whether a customer is one of a tier, and the only one of its name there. */
import { HOLDER, type TierProblem } from './limits';
import { type AccessTable, ANONYMOUS } from './tier';

/** Problems of `table.customers[i]`, but for its limit. */
export const customerProblems = (table: AccessTable, i: number): TierProblem[] => [
  ...holderProblems(table, i),
  ...tierOfCustomer(table, i),
  ...duplicates(table, i),
];

function holderProblems({ customers }: AccessTable, i: number): TierProblem[] {
  const { holder } = customers[i]!;
  if (HOLDER.test(holder)) return [];
  return [
    {
      code: 'CUSTOMER_HOLDER_INVALID',
      path: ['customers', i, 'holder'],
      got: `'${holder}'`,
      allowed: '1 to 63 lower case letters, digits and hyphens, no hyphen first: the holder that the tokens name',
      change: "see 'npx registry token list'",
    },
  ];
}

function tierOfCustomer({ tiers, customers }: AccessTable, i: number): TierProblem[] {
  const { tier } = customers[i]!;
  const names = tiers.map(({ name }) => name).filter((name) => name !== ANONYMOUS);
  if (names.includes(tier)) return [];
  return [
    {
      code: 'CUSTOMER_TIER_UNKNOWN',
      path: ['customers', i, 'tier'],
      got: `'${tier}'`,
      allowed: names.map((name) => `'${name}'`).join(', ') || 'nothing: no tier has tokens',
      change: 'name the tier that the tokens are of',
    },
  ];
}

function duplicates({ customers }: AccessTable, i: number): TierProblem[] {
  const { holder, tier } = customers[i]!;
  const first = customers.findIndex((other) => other.holder === holder && other.tier === tier);
  if (first === i) return [];
  return [
    {
      code: 'CUSTOMER_DUPLICATE',
      path: ['customers', i, 'holder'],
      got: `'${holder}'`,
      allowed: `one entry for a holder in a tier; customers[${first}] is one`,
      change: 'keep one of them',
    },
  ];
}
