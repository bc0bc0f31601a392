/** The review as plain text for a terminal of 120 columns. */
import type { IdleCost, IdleLine } from '../cost/idle';
import { dollars } from '../cost/money';
import { groupBy } from '../group-by';
import type { Findings, Review } from './review';
import type { AllowStatement } from './statements';

/** Everything: each statement with its resources and conditions, each acknowledged rule with its reason. */
export const reviewText = (review: Review): string =>
  sections(review, statementLines(review.statements), findingLines(review.findings), idleLines(review.idle));

/** What fits on a screen: statements by whom they allow, open findings, priced lines. */
export const shortReviewText = (review: Review): string =>
  sections(review, shortStatementLines(review.statements), shortFindingLines(review.findings), pricedLines(review.idle));

const sections = (review: Review, ...parts: readonly string[][]): string =>
  [[`Review of stack ${review.stack}`], kindLines(review), ...parts].map((lines) => lines.join('\n')).join('\n\n');

function kindLines({ kinds }: Review): string[] {
  const total = kinds.reduce((sum, kind) => sum + kind.count, 0);
  const names = kinds.map(({ type, count }) => `${count} ${type.replace(/^AWS::/, '')}`);
  return [`Resources: ${total} of ${kinds.length} kinds`, ...wrap(names.join(', '))];
}

const statementLines = (statements: readonly AllowStatement[]): string[] => [
  statementCount(statements),
  ...statements.flatMap(statementText),
];

function statementCount(statements: readonly AllowStatement[]): string {
  const wide = statements.filter((statement) => statement.wide);
  return `IAM statements that widen access: ${statements.length}, of them ${wide.length} with a wildcard of their own`;
}

function shortStatementLines(statements: readonly AllowStatement[]): string[] {
  const narrow = groupBy(
    statements.filter(({ wide }) => !wide),
    ({ who }) => who,
  );
  const actions = (some: readonly AllowStatement[]): string => [...new Set(some.flatMap((one) => one.actions))].sort().join(', ');
  return [
    statementCount(statements),
    ...statements.filter(({ wide }) => wide).flatMap(statementText),
    ...[...narrow].flatMap(([who, some]) => wrap(`${who} may, on named resources, ${actions(some)}`)),
  ];
}

function statementText({ who, actions, resources, conditions, wide }: AllowStatement): string[] {
  const on = resources.length ? ` on ${resources.join(', ')}` : '';
  const when = conditions.length ? ` if ${conditions.join(' and ')}` : '';
  return wrap(`${who} may ${actions.join(', ')}${on}${when}`, wide ? '! ' : '- ');
}

function findingLines(findings: Findings): string[] {
  const reasons = groupBy(findings.acknowledged, ({ reason }) => reason);
  return [...shortFindingLines(findings), ...[...reasons].flatMap(([reason, some]) => wrap(`${ruleNames(some)}: ${reason}`))];
}

function shortFindingLines({ open, acknowledged }: Findings): string[] {
  const reasons = new Set(acknowledged.map(({ reason }) => reason));
  return [
    `Policy findings: ${open.length} open, ${acknowledged.length} acknowledged for ${reasons.size} reasons`,
    ...open.flatMap(({ rule, where }) => wrap(`${rule} at ${where}`, '! ')),
  ];
}

/** Rule names without what IAM5 adds in brackets, each once. */
const ruleNames = (findings: readonly { rule: string }[]): string =>
  [...new Set(findings.map(({ rule }) => rule.replace(/\[.*$/, '')))].sort().join(', ');

const pricedLines = ({ lines, monthly }: IdleCost): string[] => [
  `Idle cost (no traffic): ${dollars(monthly)} a month, list prices before tax`,
  ...lines.map(idleText),
];

function idleLines(cost: IdleCost): string[] {
  const reasons = groupBy(cost.free, ({ reason }) => reason);
  const names = (free: IdleCost['free']): string => free.map(({ type }) => type.replace(/^AWS::/, '')).join(', ');
  return [...pricedLines(cost), ...[...reasons].flatMap(([reason, free]) => wrap(`free, ${reason}: ${names(free)}`))];
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
