/** `registry estimate`: prices a synthesised assembly; what is deployed or what AWS bills is not asked. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ESTIMATE_FILE, PREVIOUS_ESTIMATE_FILE } from '../../domain/contracts/assembly';
import { type Estimate, estimateOf } from '../../domain/cost/estimate';
import { diffEstimates, diffText } from '../../domain/cost/estimate-diff';
import { estimateHtml } from '../../domain/cost/estimate-html';
import { estimateText } from '../../domain/cost/estimate-text';
import type { Template } from '../../domain/cost/template';
import { UnpricedError } from '../../domain/cost/unpriced';
import { parseTraffic } from '../config/traffic-profile';
import { CliError } from './failure';
import type { World } from './world';

export interface EstimateOptions {
  /** Folder of the cloud assembly. */
  readonly assembly: string;
  /** JSON file with a traffic profile. @default the configuration's, as it was synthesised */
  readonly profile?: string;
  readonly json?: boolean;
  /** File for the page. */
  readonly html?: string;
  /** Compare with the synthesis before; a text names another estimate to compare with. */
  readonly diff?: string | true;
}

/** @returns the exit code: 0, or 1 when the expected month costs more than the budget */
export function estimate(options: EstimateOptions, world: World): number {
  const { assembly } = options;
  const synthesised = readEstimate(join(assembly, ESTIMATE_FILE));
  const traffic = options.profile === undefined ? synthesised.traffic : parseTraffic(read(options.profile), options.profile);
  const now = priced(readTemplates(assembly), { ...synthesised, traffic });
  if (options.html !== undefined) writeFileSync(options.html, estimateHtml(now, 'What this registry costs'));
  world.out(options.diff === undefined ? shown(now, options) : compared(now, options));
  if (options.html !== undefined) world.note(`wrote ${options.html}`);
  return now.month > now.budgetUsd ? 1 : 0;
}

function priced(templates: readonly Template[], { traffic, budgetUsd }: Estimate): Estimate {
  try {
    return estimateOf({ templates, traffic, budgetUsd });
  } catch (error) {
    if (error instanceof UnpricedError) throw new CliError(error.message);
    throw error;
  }
}

const shown = (now: Estimate, { json }: EstimateOptions): string => (json ? JSON.stringify(now, null, 2) : estimateText(now));

function compared(now: Estimate, { diff, assembly, json }: EstimateOptions): string {
  const file = diff === true || diff === undefined ? join(assembly, PREVIOUS_ESTIMATE_FILE) : diff;
  if (diff === true && !existsSync(file))
    throw new CliError(
      `There is no synthesis to compare with in '${assembly}': none before the last one cost anything else; name another estimate with --diff FILE`,
    );
  const changes = diffEstimates(readEstimate(file), now);
  return json ? JSON.stringify(changes, null, 2) : diffText(changes);
}

function readEstimate(file: string): Estimate {
  const found = JSON.parse(read(file)) as Partial<Estimate>;
  if (found.schema === 1) return found as Estimate;
  throw new CliError(
    `'${file}' must be an estimate of schema 1, as synthesis writes it, got: schema ${String(found.schema)}; run: npx cdk synth --strict`,
  );
}

/** Every stack of the assembly, the replica's too. */
export function readTemplates(assembly: string): Template[] {
  const { artifacts } = JSON.parse(read(join(assembly, 'manifest.json'))) as {
    readonly artifacts: Readonly<
      Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
    >;
  };
  return Object.values(artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .map(({ properties }) => JSON.parse(read(join(assembly, properties?.templateFile ?? ''))) as Template);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new CliError(
      `There is no '${file}'; an estimate needs a synthesised assembly: run npx cdk synth --strict, or name its folder with --assembly`,
    );
  }
}
