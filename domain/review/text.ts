/** The review as plain text for a terminal of 120 columns. */
import type { IdleCost, IdleLine } from '../cost/idle';
import type { Findings, Review } from './review';
import type { AllowStatement } from './statements';

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

export function reviewText(review: Review): string {
  return [
    `Review of stack ${review.stack}`,
    '',
    ...kindLines(review),
    '',
    ...statementLines(review.statements),
    '',
    ...findingLines(review.findings),
    '',
    ...idleLines(review.idle),
  ].join('\n');
}

function kindLines({ kinds }: Review): string[] {
  const total = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const names = kinds.map(({ type, count }) => `${count} ${type.replace(/^AWS::/, '')}`);
  return [`Resources: ${total} of ${kinds.length} kinds`, ...wrap(names.join(', '))];
}

function statementLines(statements: readonly AllowStatement[]): string[] {
  const wide = statements.filter((statement) => statement.wide);
  return [
    `IAM statements that widen access: ${statements.length}, of them ${wide.length} with a wildcard of their own`,
    ...statements.flatMap(statementText),
  ];
}

function statementText({ who, actions, resources, conditions, wide }: AllowStatement): string[] {
  const on = resources.length ? ` on ${resources.join(', ')}` : '';
  const when = conditions.length ? ` if ${conditions.join(' and ')}` : '';
  return wrap(`${who} may ${actions.join(', ')}${on}${when}`, wide ? '! ' : '- ');
}

function findingLines({ open, acknowledged }: Findings): string[] {
  const reasons = groupBy(acknowledged, ({ reason }) => reason);
  return [
    `Policy findings: ${open.length} open, ${acknowledged.length} acknowledged for ${reasons.size} reasons`,
    ...open.flatMap(({ rule, where }) => wrap(`${rule} at ${where}`, '! ')),
    ...[...reasons].flatMap(([reason, findings]) => wrap(`${ruleNames(findings)}: ${reason}`)),
  ];
}

/** Rule names without what IAM5 adds in brackets, each once. */
const ruleNames = (findings: readonly { rule: string }[]): string =>
  [...new Set(findings.map(({ rule }) => rule.replace(/\[.*$/, '')))].sort().join(', ');

function idleLines({ lines, free, monthly }: IdleCost): string[] {
  const reasons = groupBy(free, ({ reason }) => reason);
  return [
    `Idle cost (no traffic): ${dollars(monthly)} a month, list prices before tax`,
    ...lines.map(idleText),
    ...[...reasons].flatMap(([reason, types]) =>
      wrap(`free, ${reason}: ${types.map(({ type }) => type.replace(/^AWS::/, '')).join(', ')}`),
    ),
  ];
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function idleText({ price, quantity, free, monthly }: IdleLine): string {
  const allowance = free ? `, ${free} free` : '';
  return `  ${dollars(monthly).padStart(7)}  ${price.item}: ${quantity} x ${dollars(price.price)} per ${price.unit}${allowance} (${price.confidence}, ${price.date})`;
}

/** Breaks text at spaces so that it fits the terminal; the first line starts with `mark`. */
function wrap(text: string, mark = '- ', width = 118): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1]!;
    if (last && last.length + word.length + 5 > width) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.map((line, i) => `  ${i === 0 ? mark : '  '}${line}`);
}
