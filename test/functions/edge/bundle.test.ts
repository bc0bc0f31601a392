import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleEdgeFunction } from '../../../constructs/cdn/edge-function-bundle';
import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import type { EdgeEcosystem } from '../../../functions/edge/site';

const OPTIONS = { ecosystems: ['pypi'], registry: 'Example', contact: 'registry@example.org' } as const;

test('with every ecosystem the function stays under 8 KB; CloudFront takes 10', () => {
  expect(Buffer.byteLength(bundleEdgeFunction({ ...OPTIONS, ecosystems: ECOSYSTEM_NAMES }))).toBeLessThanOrEqual(8192);
});

test('the text is a plain script with one import, that of the runtime', () => {
  const code = bundleEdgeFunction(OPTIONS);
  expect(code.match(/\bimport\b[^;]*;/g)).toEqual([expect.stringMatching(/^import [\w$]+ from"cloudfront";$/)]);
  expect(code.match(/\brequire\([^)]*\)/g)).toEqual(['require("crypto")']);
  expect(code).not.toMatch(/\bexport\b|\b(?:node:|module\.)/);
});

test('the same options give the same bytes', () => {
  expect(bundleEdgeFunction(OPTIONS)).toBe(bundleEdgeFunction(OPTIONS));
});

/** First segments of the paths of each ecosystem, as its own code says. */
async function segments(): Promise<[string, string][]> {
  const modules = ECOSYSTEM_NAMES.map(
    async (name) => [name, (await import(`../../../functions/edge/ecosystems/${name}`)) as { ecosystem: EdgeEcosystem }] as const,
  );
  return (await Promise.all(modules)).map(([name, { ecosystem }]) => [name, ecosystem.segment]);
}

test.each(ECOSYSTEM_NAMES)('with %s alone the function holds no other ecosystem', async (name) => {
  const code = bundleEdgeFunction({ ...OPTIONS, ecosystems: [name] });
  const held = (await segments()).filter(([, segment]) => code.includes(`:"${segment}"`));
  expect(held.map(([other]) => other)).toEqual([name]);
});

test('what others read, the answer about the caller and the log, keeps its names, and no other property does', () => {
  const code = bundleEdgeFunction(OPTIONS);
  expect(code).toMatch(/\{tier:\w+\.\w+,holder:/);
  expect(code.match(/\b(?:tier|holder|ecosystem|project|kind|limited):/g)).toEqual([
    ...['tier:', 'holder:', 'limited:'],
    ...['tier:', 'holder:', 'ecosystem:', 'project:', 'kind:', 'limited:'],
  ]);
});

test.each([
  ['registry', 'The "best" registry'],
  ['contact', 'registry@ex\u00e4mple.org'],
  ['contact', 'a\nb'],
  ['registry', ''],
])('fails when %s is %j', (name, value) => {
  expect(() => bundleEdgeFunction({ ...OPTIONS, [name]: value })).toThrow(
    new Error(
      `'${name}' must be visible ASCII without " and \\, got: ${JSON.stringify(value)}; change it in registry.config.ts.`,
    ),
  );
});

test('fails when the text is larger than CloudFront takes', () => {
  const base = Buffer.byteLength(bundleEdgeFunction(OPTIONS)) - 1 - OPTIONS.registry.length;
  expect(() => bundleEdgeFunction({ ...OPTIONS, registry: 'x'.repeat(10_241 - base) })).toThrow(
    new Error('The edge function has 10241 bytes; CloudFront takes 10240. Enable fewer ecosystems.'),
  );
});

test('the sources use only built-ins that the runtime has', () => {
  const root = join(__dirname, '..', '..', '..');
  const run = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', join(root, 'functions', 'edge')], { encoding: 'utf8' });
  expect([run.stdout, run.status]).toEqual(['', 0]);
});
