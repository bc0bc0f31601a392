/** Process entry of the local edge: `tsx local/edge-main.ts --assembly cdk.out --stack NAME --endpoint URL`. */
import { parseArgs } from 'node:util';
import { startEdge } from './edge';
import { isWafMode } from './simulators/waf/cadence';

const { values } = parseArgs({
  options: {
    assembly: { type: 'string', default: 'cdk.out' },
    stack: { type: 'string' },
    endpoint: { type: 'string', default: 'http://127.0.0.1:4566' },
    port: { type: 'string', default: '8080' },
    'admin-port': { type: 'string', default: '8081' },
    /** What the listener says requests came by; http shows the redirect. */
    scheme: { type: 'string', default: 'https' },
    /** How promptly the web ACL reacts. */
    waf: { type: 'string', default: 'precise' },
  },
});

const log = (line: string): void => {
  process.stderr.write(`edge: ${line}\n`);
};

async function main(): Promise<void> {
  const { assembly, stack, endpoint, scheme } = values;
  if (!stack) throw new Error('Name the stack: --stack NAME.');
  if (scheme !== 'http' && scheme !== 'https') throw new Error(`--scheme must be http or https, got: ${scheme}.`);
  if (!isWafMode(values.waf)) throw new Error(`--waf must be precise or realistic, got: ${values.waf}.`);
  const edge = await startEdge({
    assembly,
    stack,
    endpoint,
    scheme,
    wafMode: values.waf,
    port: portOf('--port', values.port),
    adminPort: portOf('--admin-port', values['admin-port']),
    log,
  });
  process.stdout.write(`edge ready: ${edge.url} (admin ${edge.adminUrl})\n`);
  // Both may come for one Ctrl-C: from the terminal and from the program that started this one.
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      stopping ??= edge.stop();
      stopping.then(
        () => process.exit(0),
        (error: unknown) => {
          log(String(error));
          process.exit(1);
        },
      );
    });
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${name} must be a port from 0 to 65535, got: ${text}.`);
  return port;
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
