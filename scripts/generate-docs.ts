// Writes the generated documents: docs/clients.md, docs/errors.md, docs/rules.md, and the parts of README.md, docs/plans.md and docs/tiers.md between `generated` markers.
// `--check` writes nothing and exits 1 when one of them is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import cdkJson from '../cdk.json';
import { REFUSALS } from '../domain/contracts/refusals';
import { comparisons } from '../domain/cost/comparison';
import { idleCost } from '../domain/cost/idle';
import { dollars } from '../domain/cost/money';
import { COUNTS, FEATURES, MATRIX_PLANS } from '../domain/cost/plan-matrix';
import type { Template } from '../domain/cost/template';
import { DEFAULT_TIERS } from '../domain/tiers/defaults';
import { buildApp } from '../lib/app';
import { loadConfig } from '../lib/config';
import { clientTables } from './client-tables';
import { rulesDocument } from './rules-document';

const WRITTEN = 'written by `npm run docs`';

const MENDED_BY = { publisher: 'the publisher', operator: 'the operator', either: 'the publisher, or the operator' } as const;

function errors(): string {
  const rows = Object.entries(REFUSALS).map(
    ([code, { meaning, remedy, mendedBy }]) => `| \`${code}\` | ${meaning} | ${remedy} | ${MENDED_BY[mendedBy]} |`,
  );
  return [
    `<!-- ${WRITTEN} from domain/contracts/refusals.ts -->`,
    '# Errors',
    '',
    'Every reason for which an upload is refused. `npx registry publish` prints the code with a sentence about the very file; nothing of a refused upload',
    'becomes public, and the upload is kept in quarantine for 90 days. For each code test/hostile has uploads that must be refused for it and for nothing',
    'else; [Adding a refusal](adding-a-refusal.md) says how a code is added.',
    '',
    '| Code | What it means | What to do | Who can |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The registry of a configuration. */
function templateOf(file: string): Template {
  const config = loadConfig(file);
  const context = { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, postCliContext: { 'aws:cdk:enable-asset-metadata': false } });
  const { stacks } = buildApp(config, { app, validateTemplates: false }).synth();
  return stacks[0]!.template as Template;
}

function idleTable(template: Template): string {
  const { lines, monthly } = idleCost(template);
  const rows = lines.map((line) => {
    const free = line.free ? `, ${line.free} free` : '';
    return `| ${line.price.item} | ${Number(line.quantity.toPrecision(4))}${free} | $${line.price.price.toFixed(2)} a ${line.price.unit} | $${line.monthly.toFixed(2)} |`;
  });
  return [
    '| Item | Quantity | Price | A month |',
    '|---|---|---|---|',
    ...rows,
    `| **Idle, no traffic** | | | **$${monthly.toFixed(2)}** |`,
  ].join('\n');
}

function comparisonTable(template: Template, splits: readonly Template[]): string {
  const times = (ours: number, theirs: number): string => `${dollars(theirs)} (${(theirs / ours).toFixed(1)} x)`;
  const rows = comparisons([template], splits).map((row) => {
    const others = [row.payAsYouGo, row.plainStack, row.codeArtifact, row.r2WithWorker].map((other) => times(row.monthly, other));
    return `| ${row.title} | ${row.way}: **${dollars(row.monthly)}** | ${others.join(' | ')} |`;
  });
  return [
    "| 10 TB a month, 250 KiB a response | Recommended | All pay-as-you-go | Plain S3 + CloudFront | CodeArtifact's prices | R2 + Worker |",
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function tierTable(): string {
  const rows = DEFAULT_TIERS.map(
    ({ name, audience, requests, windowSeconds, aggregation, mode, price }) =>
      `| ${name} | ${audience} | ${requests.toLocaleString('en')} in ${windowSeconds} s per ${aggregation} | ${mode} | ${price} |`,
  );
  return ['| Tier | For | Requests | State | Price |', '|---|---|---|---|---|', ...rows].join('\n');
}

const PLAN_TITLES = { free: '(Free)', pro: 'Pro', business: 'Business', premium: 'Premium' } as const;

function planMatrix(): string {
  const takes = (from: (typeof FEATURES)[number]['from']) =>
    MATRIX_PLANS.map((plan) => (from !== 'none' && MATRIX_PLANS.indexOf(plan) >= MATRIX_PLANS.indexOf(from) ? 'yes' : 'no'));
  const rows = [
    ...FEATURES.map(({ name, from, change }) => [name, ...takes(from), change]),
    ...COUNTS.map(({ what, most }) => [what, ...MATRIX_PLANS.map((plan) => most(plan).toLocaleString('en')), 'take some out']),
  ];
  const heads = ['Feature', ...MATRIX_PLANS.map((plan) => PLAN_TITLES[plan]), 'Remedy'];
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Replaces what stands between `<!-- generated NAME -->` and `<!-- end NAME -->`. */
function fill(file: string, text: string, name: string, content: string): string {
  const marked = new RegExp(`(<!-- generated ${name}[^>]*-->\\n)[\\s\\S]*?(<!-- end ${name} -->)`);
  if (!marked.test(text)) throw new Error(`${file} has no markers for '${name}'`);
  return text.replace(marked, (_, start: string, end: string) => `${start}${content}\n${end}`);
}

/** A document with some generated parts. */
const filled = (file: string, parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts).reduce((text, [name, content]) => fill(file, text, name, content), readFileSync(file, 'utf8'));

function main(): void {
  const template = templateOf('registry.config.ts');
  const splits = ['split', 'split-three'].map((name) => templateOf(`examples/${name}/registry.config.ts`));
  const documents = {
    'docs/clients.md': clientTables(),
    'docs/errors.md': errors(),
    'docs/rules.md': rulesDocument(WRITTEN),
    'README.md': filled('README.md', {
      'idle-cost': idleTable(template),
      'cost-comparison': comparisonTable(template, splits),
      tiers: tierTable(),
    }),
    'docs/plans.md': filled('docs/plans.md', { 'plan-matrix': planMatrix() }),
    'docs/tiers.md': filled('docs/tiers.md', { tiers: tierTable() }),
  };
  const stale = Object.entries(documents).filter(([path, text]) => readFileSync(path, { encoding: 'utf8', flag: 'a+' }) !== text);
  if (process.argv.includes('--check')) {
    for (const [path] of stale) console.error(`${path} is not up to date; run: npm run docs`);
    process.exitCode = stale.length ? 1 : 0;
    return;
  }
  for (const [path, text] of stale) writeFileSync(path, text);
  console.log(stale.length ? `wrote ${stale.map(([path]) => path).join(', ')}` : 'all documents are up to date');
}

main();
