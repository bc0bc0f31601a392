// Runs cfn-lint and checkov over the template of every example; fails on a finding that is not excused below, and on an excuse
// that is no longer needed. Both tools live in a virtual environment of their own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const VENV = join(ROOT, '.local/lint-venv');
const REQUIREMENTS = join(ROOT, 'scripts/requirements-lint.txt');

/** Rules that do not fit; `at` narrows the excuse to resources whose `<type>.<logical id>` matches. */
const EXCUSED = [
  {
    rule: 'W3005',
    at: /^AWS::Lambda::Function\./,
    why: 'CDK names the role as a dependency although the function refers to it.',
  },
  { rule: 'CKV_AWS_18', at: /\.StoreLogs/, why: 'It is the bucket of the access logs; logging itself would never end.' },
  { rule: 'CKV_AWS_18', at: /\.PayerBills/, why: 'AWS writes the bill there; logs would need a second bucket in that account.' },
  {
    rule: 'CKV_AWS_26',
    at: /^AWS::SNS::Topic\./,
    why: 'Messages name alarms and sums; the key of our own that AWS Budgets would need costs $1 a month.',
  },
  { rule: 'CKV_AWS_27', at: /^AWS::SQS::Queue\./, why: 'Queues have SQS-managed encryption, which the rule does not know.' },
  {
    rule: 'CKV_AWS_86',
    at: /^AWS::CloudFront::Distribution\./,
    why: 'Logging is v2 (AWS::Logs::Delivery), which the rule does not know.',
  },
  {
    rule: 'CKV_AWS_115',
    at: /^AWS::Lambda::Function\./,
    why: 'A new account has 10 executions, none of which can be reserved; the event sources cap them.',
  },
  {
    rule: 'CKV_AWS_116',
    at: /^AWS::Lambda::Function\./,
    why: 'Event sources invoke them; failed messages follow the redrive policy of the queue.',
  },
  {
    rule: 'CKV_AWS_117',
    at: /^AWS::Lambda::Function\./,
    why: 'They call public AWS endpoints only; a VPC would add the price of a NAT gateway.',
  },
  {
    rule: 'CKV_AWS_158',
    at: /^AWS::Logs::LogGroup\./,
    why: 'Logs name public packages only; a key of our own costs $1 a month and protects nothing.',
  },
  { rule: 'CKV_AWS_173', at: /^AWS::Lambda::Function\./, why: 'The variables are names of resources, not secrets.' },
  {
    rule: 'CKV_AWS_174',
    at: /^AWS::CloudFront::Distribution\./,
    why: 'Without a domain the certificate is CloudFront’s own; its TLS floor cannot be set.',
  },
  {
    rule: 'CKV_AWS_192',
    at: /^AWS::WAFv2::WebACL\./,
    why: 'Behind it are S3 and a function without Log4j; a managed rule group costs $1 a month and blocks package clients.',
  },
];

const excuses = (finding) => EXCUSED.filter(({ rule, at }) => rule === finding.rule && at.test(finding.resource));

/** Runs a program to its end and returns what it printed; with `ok`, exit codes that are no failure of the program. */
function run(command, args, { env = {}, ok = [0] } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 28,
  });
  if (error) throw new Error(`${command} could not be started: ${error.message}`);
  if (!ok.includes(status)) throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Installs the linters anew when the list of requirements has changed. */
function prepare() {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  const stamp = join(VENV, 'requirements.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing cfn-lint and checkov (once, about a minute)');
  rmSync(VENV, { recursive: true, force: true });
  run(process.env.PYTHON ?? 'python3', ['-m', 'venv', VENV]);
  run(join(VENV, 'bin/pip'), ['install', '--quiet', '--require-hashes', '-r', REQUIREMENTS]);
  writeFileSync(stamp, wanted);
}

/** Synthesises an example without the CLI; returns its templates. */
function synthesise(example) {
  const outdir = join(ROOT, '.local/lint', example);
  rmSync(outdir, { recursive: true, force: true });
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const env = {
    REGISTRY_CONFIG: `examples/${example}/registry.config.ts`,
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_VALIDATION: 'false', // `npm run synth` and the tests validate
  };
  run('node_modules/.bin/tsx', ['bin/registry.ts'], { env });
  const templates = readdirSync(outdir).filter((name) => name.endsWith('.template.json'));
  if (!templates.length) throw new Error(`Synthesising examples/${example} left no template`);
  return templates.map((name) => relative(ROOT, join(outdir, name)));
}

/** cfn-lint's exit code has a bit for each severity found: https://github.com/aws-cloudformation/cfn-lint#exit-codes */
function cfnLint(templates) {
  const ok = [0, 2, 4, 6, 8, 10, 12, 14];
  const found = JSON.parse(
    run(join(VENV, 'bin/cfn-lint'), ['--format', 'json', '--regions', 'us-east-1', '--', ...templates], { ok }) || '[]',
  );
  return found.map(({ Rule, Message, Filename, Location }) => {
    const [section, id] = Location.Path ?? [];
    const { Resources } = JSON.parse(readFileSync(join(ROOT, Filename), 'utf8'));
    const resource = section === 'Resources' && Resources[id] ? `${Resources[id].Type}.${id}` : (Location.Path ?? []).join('.');
    return { rule: Rule.Id, resource, file: Filename, message: Message };
  });
}

function checkov(templates) {
  const args = ['--framework', 'cloudformation', '--skip-download', '--quiet', '--compact', '--output', 'json'];
  const report = JSON.parse(
    run(join(VENV, 'bin/checkov'), [...args, ...templates.flatMap((file) => ['--file', file])], { ok: [0, 1] }),
  );
  if (report.summary.resource_count === 0 || report.summary.parsing_errors)
    throw new Error(`checkov could not read the templates: ${JSON.stringify(report.summary)}`);
  return report.results.failed_checks.map((check) => ({
    rule: check.check_id,
    resource: check.resource,
    file: check.repo_file_path ?? check.file_path,
    message: check.check_name,
  }));
}

prepare();
const templates = readdirSync(join(ROOT, 'examples'))
  .filter((name) => existsSync(join(ROOT, 'examples', name, 'registry.config.ts')))
  .flatMap(synthesise);
const findings = [...cfnLint(templates), ...checkov(templates)];
const open = findings.filter((finding) => !excuses(finding).length);
const used = new Set(findings.flatMap(excuses));
const unused = EXCUSED.filter((excuse) => !used.has(excuse));

for (const { rule, resource, file, message } of open) console.error(`${rule} ${resource} (${file}): ${message}`);
for (const { rule, at } of unused)
  console.error(`The excuse for ${rule} at ${at} in scripts/lint-templates.mjs is no longer needed; take it out.`);
console.log(`${templates.length} templates, ${open.length} findings, ${findings.length - open.length} excused`);
process.exitCode = open.length || unused.length ? 1 : 0;
