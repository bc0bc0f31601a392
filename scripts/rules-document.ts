/** docs/rules.md: every rule that a synthesis is held to, from where it stands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COST_RULES } from '../domain/cost/cost-rules';
import { HOURLY_TYPES } from '../domain/cost/hourly';

const REGO = resolve(__dirname, '../lib/rules');

/** Rules that take more than one sentence; each has a document of its own. */
const ELSEWHERE: readonly (readonly [id: string, demands: string, where: string])[] = [
  [
    'REGISTRY-COST-OVER-BUDGET',
    'the expected month costs no more than `budget.monthlyUsd`',
    '[cost.md](cost.md#over-the-budget)',
  ],
  ['REGISTRY-COST-UNPRICED', 'every resource has a price, or a reason why it is free', '[cost.md](cost.md#over-the-budget)'],
  ['REGISTRY-PLAN-FEATURE', 'a flat-rate plan takes all that is in the template', '[plans.md](plans.md)'],
  ['REGISTRY-PLAN-ALLOWANCE', 'a flat-rate plan includes the traffic that is expected', '[plans.md](plans.md)'],
];

/** A rule in Rego: its id, the sentence that it prints, and the comment above it. */
function regoRules(): { id: string; says: string; why: string }[] {
  const files = readdirSync(REGO).filter((name) => name.endsWith('.rego'));
  return files.sort().flatMap((name) => {
    let why = '';
    return readFileSync(join(REGO, name), 'utf8')
      .split(/\n\n+/)
      .flatMap((paragraph) => {
        const comment = paragraph.match(/^#.*$/gm);
        if (comment) why = comment.map((line) => line.slice(2)).join(' ');
        const [, id, call = ''] = /"(REGISTRY-\w+-\d+)"([\s\S]*)/.exec(paragraph) ?? [];
        return id === undefined ? [] : [{ id, says: sentenceIn(call), why: linked(why) }];
      });
  });
}

/** The longest text of a call; severity, path and separators are shorter. */
const sentenceIn = (call: string): string =>
  [...call.matchAll(/"([^"]*)"/g)]
    .map(([, text]) => text!.replaceAll(/%[vd]/g, '…'))
    .filter((text) => text.includes(' ') && text.length > 3)
    .sort((a, b) => b.length - a.length)[0]!;

const linked = (comment: string): string =>
  comment.replace(/^(https:\/\/[^\s:]+):? ?(.*)$/, (_, url: string, text: string) => `${text}${text && ' '}([AWS](${url}))`);

const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function hourlyTable(): string[] {
  const places = [...new Set(HOURLY_TYPES.map(({ instead }) => instead))];
  const typesOf = (instead: string): string =>
    HOURLY_TYPES.filter((hourly) => hourly.instead === instead)
      .map(({ type, property }) => `\`${type.slice('AWS::'.length)}\`${property === undefined ? '' : ` by \`${property}\``}`)
      .join(', ');
  return [row('Type', 'In its place'), row('---', '---'), ...places.map((instead) => row(typesOf(instead), instead))];
}

/** @param written says which command writes the file */
export const rulesDocument = (written: string): string =>
  [
    `<!-- ${written} from domain/cost/cost-rules.ts, domain/cost/hourly.ts and lib/rules/*.rego -->`,
    '# Rules',
    '',
    'Every `npx cdk synth` holds every stack of the app against these rules, and fails with a sentence that says which resource it is, what was got, what is allowed,',
    'and what to change. A rule can be set aside at one resource, with a reason that `npm run review` shows: the message says how.',
    '',
    '## Costs',
    '',
    'What costs money unseen. `budget.allowPaid` of the configuration is the way to have it on purpose: `{ alarms, dashboards, ruleGroups }`.',
    '',
    row('Rule', 'Demands that', 'Why'),
    row('---', '---', '---'),
    ...COST_RULES.map(({ id, demands, why, source }) => row(`\`${id}\``, demands, `${why} ([AWS](${source}))`)),
    ...ELSEWHERE.map(([id, demands, where]) => row(`\`${id}\``, demands, where)),
    '',
    'Every resource that can carry tags has the six cost-allocation tags ([cost-tags.md](cost-tags.md)): an aspect,',
    '[required-cost-tags.ts](../lib/aspects/required-cost-tags.ts), asks CDK itself, before a template is written.',
    '',
    '### Billed by the hour',
    '',
    'Known to have a price that runs without a visitor. A type that is neither here nor priced is an error too (`REGISTRY-COST-UNPRICED`), so nothing slips through.',
    '',
    ...hourlyTable(),
    '',
    '## What AWS would refuse, or do wrong without a word',
    '',
    'In Rego, in [lib/rules](../lib/rules), beside the rules of the template validator that CDK brings.',
    '',
    row('Rule', 'Says', 'Why'),
    row('---', '---', '---'),
    ...regoRules().map(({ id, says, why }) => row(`\`${id}\``, says, why)),
    '',
    '## Packs',
    '',
    'cdk-nag: AwsSolutions, NIST.800.53.R5 and Serverless, whole. `npm run lint:templates` runs cfn-lint and checkov over the examples beside them.',
    '',
  ].join('\n');
