import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

/** Runs the CDK app as the CLI would. */
function run(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/tsx', ['bin/registry.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: '', ...env },
  });
  return { status, stdout, stderr };
}

test('a configuration that is not there is an error without a stack trace', () => {
  const { status, stdout, stderr } = run({ REGISTRY_CONFIG: 'nowhere.config.ts' });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^nowhere\.config\.ts has 1 problem:\n\n.*\n {4}got: .*\n {4}allowed: .*\n {4}change: .*\n$/);
});

test('a trusted root that is none is an error without a stack trace', () => {
  const { status, stderr } = run({ CDK_CONTEXT_JSON: JSON.stringify({ trustedRoot: 'package.json' }) });
  expect(status).toBe(1);
  expect(stderr).toBe(
    [
      'package.json has 1 problem:',
      '',
      '  context.trustedRoot',
      '    got: not a Sigstore trusted root, got mediaType: ""',
      '    allowed: the path of a Sigstore trusted root (JSON) with at least one certificate authority and one transparency log',
      '    change: give another path, or leave the context out',
      '',
    ].join('\n'),
  );
});

test('a trusted root without a certificate authority is an error too: the intake would refuse every upload', () => {
  const folder = mkdtempSync(join(tmpdir(), 'root-'));
  try {
    const file = join(folder, 'root.json');
    writeFileSync(file, '{"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1"}');
    const { status, stderr } = run({ CDK_CONTEXT_JSON: JSON.stringify({ trustedRoot: file }) });
    expect(status).toBe(1);
    expect(stderr).toContain('\n    got: it has no certificate authority; no bundle could be verified\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
