/** `registry publish`: uploads the files of releases with their bundles, and says what became of them. */
import { describeFailure, UsageError } from './failure';
import { findFiles } from './find-files';
import { type Identified, identify, type Wanted } from './identify';
import { type Outcome, outcomeJson } from './outcome';
import { findPlace } from './place';
import { publishRelease } from './publish-release';
import { type Signed, type SignOptions, withBundles } from './sign-release';
import { INTERVAL } from './upload';
import { exitCodeOf, verdictText } from './verdict-text';
import type { Registry, World } from './world';

export interface PublishOptions extends Wanted, SignOptions {
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** @returns the exit code: 0 all accepted, 1 refused or no verdict in time */
export async function publish(args: readonly string[], options: PublishOptions, world: World): Promise<number> {
  checkOptions(options);
  const found = await identify(findFiles(args), options);
  tell(found, world);
  const releases = await withBundles(found.releases, options, world);
  const registry = await world.connect(findPlace(options));
  const outcomes: Outcome[] = [];
  try {
    for (const signed of releases) {
      const outcome = await publishOne(signed, registry, options, world);
      outcomes.push(outcome);
      if (outcome.outcome !== 'accepted') break;
    }
  } catch (error) {
    outcomes.push({ ...releases[outcomes.length]!.release, outcome: 'failed', reason: describeFailure(error).message });
    throw error;
  } finally {
    const rest = releases.slice(outcomes.length).map(({ release }) => ({ ...release, outcome: 'not-tried' as const }));
    report([...outcomes, ...rest], registry, options, world);
  }
  return Math.max(...outcomes.map(exitCodeOf));
}

function checkOptions(options: PublishOptions): void {
  const { signWithTestAuthority, identity, issuer, local, sign, signKey, transparencyLog, signingConfig } = options;
  if ([sign, signKey, signWithTestAuthority].filter(Boolean).length > 1)
    throw new UsageError('--sign, --sign-key and --sign-with-test-authority exclude each other; give one');
  if (transparencyLog === false && signKey === undefined)
    throw new UsageError('--no-transparency-log needs --sign-key: without a log nobody could trust a keyless signature later');
  if (signingConfig !== undefined && !sign && signKey === undefined)
    throw new UsageError('--signing-config needs --sign or --sign-key');
  if (signWithTestAuthority && !local)
    throw new UsageError('--sign-with-test-authority needs --local: no other registry believes the test authority');
  if (!signWithTestAuthority && (identity ?? issuer) !== undefined)
    throw new UsageError('--identity and --issuer need --sign-with-test-authority');
  if ((identity === undefined) !== (issuer === undefined)) throw new UsageError('--identity and --issuer go together');
}

function tell({ releases, ignored }: Identified, { note }: World): void {
  if (ignored.length > 0) note(`not a package, left out: ${ignored.map(({ path }) => path).join(', ')}`);
  if (releases.length === 1) return;
  note(`found ${releases.length} releases, to be published one after another:`);
  for (const { release, files } of releases)
    note(`  ${release.ecosystem} ${release.project} ${release.version}: ${files.map(({ name }) => name).join(', ')}`);
}

async function publishOne(signed: Signed, { store, url }: Registry, options: PublishOptions, world: World): Promise<Outcome> {
  const patience = { timeout: options.timeout * 1000, interval: options.local ? INTERVAL.local : INTERVAL.aws };
  const outcome = { ...(await publishRelease(signed, { store, patience }, world)), ...signed.release };
  if (outcome.outcome === 'timed-out') world.note(noVerdict(outcome, options));
  else if ('at' in outcome && !options.json) world.out(verdictText(outcome, url));
  return outcome;
}

function report(outcomes: readonly Outcome[], { url }: Registry, { json }: PublishOptions, world: World): void {
  if (json) world.out(outcomeJson(outcomes, url));
  const rest = outcomes.filter(({ outcome }) => outcome === 'not-tried');
  if (rest.length > 0) world.note(`not tried: ${rest.map(({ project, version }) => `${project} ${version}`).join(', ')}`);
}

/** The options by which the same registry is found again. */
function placeArguments({ local, stack, bucket, config }: PublishOptions): string {
  if (local) return '--local';
  if (bucket !== undefined) return `--bucket ${bucket}`;
  return stack === undefined ? `--config ${config}` : `--stack ${stack}`;
}

const noVerdict = ({ ecosystem, project, upload }: Outcome, options: PublishOptions): string =>
  `No verdict after ${options.timeout} seconds. The upload is complete and nothing is lost; run the same command again to go on waiting, or ask later with: npx registry status ${upload} --ecosystem ${ecosystem} --project ${project} ${placeArguments(options)}`;
