#!/usr/bin/env node
// The `registry` command: checks Node, then runs bin/cli.ts, compiled on the fly.
import { createRequire } from 'node:module';

const OLDEST = [20, 19];

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  fail(`Node ${OLDEST.join('.')} or newer is needed, got: ${process.versions.node}; install it from https://nodejs.org`);
}

const { register } = await import('tsx/cjs/api').catch(() =>
  fail("The packages of this registry are not installed; run 'npm ci' first"),
);
register();
createRequire(import.meta.url)('./cli.ts');
