/** Reads the arguments of `npm start --`. */
import { parseArgs } from 'node:util';
import { CADENCES, isWafMode, type WafMode } from '../simulators/waf/cadence';

export interface Options {
  /** Forget what earlier runs kept, except the virtual environment. */
  readonly fresh: boolean;
  /** Install the demo with pip, check that it imports, and end. */
  readonly once: boolean;
  readonly help: boolean;
  /** Port of the local edge; its admin page has the next one. Undefined: 8080, or a free one. */
  readonly port?: number;
  /** Port of the local cloud. Undefined: the one of the kept state, else 4566, or a free one. */
  readonly cloudPort?: number;
  /** How promptly the web ACL reacts: at once, or within half a minute as AWS does. */
  readonly waf: WafMode;
}

export const USAGE = `npm start -- [--fresh] [--once] [--port N] [--cloud-port N] [--waf MODE]

  --fresh         begin anew: forget what earlier runs published
  --once          install the demo package with pip, check that it imports, and end with 0 or 1
  --port N        port of the registry (default 8080; the admin page has the next one)
  --cloud-port N  port of the local cloud (default 4566)
  --waf MODE      precise (default): the request after a limit is the first one limited; realistic: as late as on AWS

REGISTRY_CONFIG names another configuration than registry.config.ts, PYTHON another Python than python3.`;

const SPEC = {
  fresh: { type: 'boolean' },
  once: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  'cloud-port': { type: 'string' },
  waf: { type: 'string' },
} as const;

/** @throws Error with one sentence for an argument that is unknown or not understood */
export function readOptions(argv: readonly string[]): Options {
  const values = parse(argv);
  const port = portOf('--port', values.port);
  const cloudPort = portOf('--cloud-port', values['cloud-port']);
  return {
    fresh: values.fresh ?? false,
    once: values.once ?? false,
    help: values.help ?? false,
    waf: wafOf(values.waf ?? 'precise'),
    ...(port !== undefined && { port }),
    ...(cloudPort !== undefined && { cloudPort }),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: SPEC, allowPositionals: false }).values;
  } catch {
    const allowed = Object.keys(SPEC).map((name) => `--${name}`);
    throw new Error(`Arguments not understood, got: ${argv.join(' ')}; allowed: ${allowed.join(', ')}; see npm start -- --help`);
  }
}

function wafOf(text: string): WafMode {
  if (isWafMode(text)) return text;
  throw new Error(`--waf must be one of ${Object.keys(CADENCES).join(', ')}, got: ${text}; choose one of them`);
}

function portOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  // The admin page takes the next port, so the last one is out.
  if (/^\d+$/.test(text) && port >= 1024 && port < 65535) return port;
  throw new Error(`${option} must be a port from 1024 to 65534, got: ${text}; choose another one`);
}
