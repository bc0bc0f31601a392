// `npm start`: checks Node before anything else is loaded, then runs local/start/main.ts, compiled on the fly.
import { createRequire } from 'node:module';

const OLDEST = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(`Node ${OLDEST.join('.')} or newer is needed, got: ${process.versions.node}; install it from https://nodejs.org`);
  process.exit(1);
}
const { require: load } = await import('tsx/cjs/api').catch(() => {
  console.error('The project is not installed, got: no node_modules/tsx; run `npm ci` first');
  process.exit(1);
});
// The SDK warns that its releases of 2027 will need Node 22; the version here is locked.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { main } = load(createRequire(import.meta.url).resolve('../local/start/main.ts'), import.meta.url);
process.exitCode = await main(process.argv.slice(2));
