#!/usr/bin/env node
// The `registry` command: checks Node, then runs bin/cli.ts, compiled on the fly.
import { createRequire } from 'node:module';

const OLDEST = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(`Node ${OLDEST.join('.')} or newer is needed, got: ${process.versions.node}; install it from https://nodejs.org`);
  process.exit(1);
}
const { require: tsx } = await import('tsx/cjs/api');
tsx(createRequire(import.meta.url).resolve('./cli.ts'), import.meta.url);
