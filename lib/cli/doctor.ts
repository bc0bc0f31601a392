/** `registry doctor`: looks, without changing anything, for what a deployed registry still needs from a person. */
import { FilesOutput, filesOutputsOf, Output, PlanOutput } from '../../domain/contracts/outputs';
import { COST_TAGS } from '../../domain/contracts/tags';
import { LIMITS_PATH } from '../../domain/site/paths';
import { CliError, messageOf, printable } from './failure';
import { findHeld } from './held-releases';
import { findPlace, type PlaceOptions } from './place';
import { planFinding } from './plan-finding';
import type { Deployment, World } from './world';

export interface DoctorOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** What one check says. */
export interface Finding {
  readonly state: 'ok' | 'to do' | 'cannot see';
  readonly text: string;
  /** What to run, as it can be pasted into a shell. */
  readonly command?: string;
}

interface Patient {
  readonly deployment: Deployment;
  readonly options: DoctorOptions;
  readonly world: World;
}

type Check = (patient: Patient) => Finding | Promise<Finding>;

/** In the order of what hurts most. */
const CHECKS: Readonly<Record<string, Check>> = {
  deployment: stackCheck,
  address: addressCheck,
  'delivery plan': planCheck,
  'alert mails': mailCheck,
  'cost tags': tagCheck,
  'held releases': heldCheck,
};

/** @returns the exit code: 0, or 1 when something is to do */
export async function doctor(options: DoctorOptions, world: World): Promise<number> {
  const deployment = await world.connectDeployment(findPlace(options));
  const checks = { ...CHECKS, ...filesPlanChecks(deployment) };
  const findings = await Promise.all(
    Object.entries(checks).map(async ([check, look]) => ({ check, ...(await seen(look, { deployment, options, world })) })),
  );
  world.out(options.json ? JSON.stringify({ schema: 1, findings }, null, 2) : findings.map(lineOf).join('\n'));
  return findings.some(({ state }) => state === 'to do') ? 1 : 0;
}

/** What may not be asked, or does not answer, is neither well nor ill. */
async function seen(look: Check, patient: Patient): Promise<Finding> {
  try {
    return await look(patient);
  } catch (error) {
    const message = printable(messageOf(error));
    if (error instanceof CliError || !(error instanceof Error)) return unseen(message);
    return unseen(`${error.name}: ${message}`);
  }
}

const ok = (text: string): Finding => ({ state: 'ok', text });
const toDo = (text: string, command?: string): Finding => ({ state: 'to do', text, ...(command && { command }) });
const unseen = (text: string): Finding => ({ state: 'cannot see', text });

const lineOf = ({ check, state, text, command }: Finding & { readonly check: string }): string =>
  [`${state.padEnd(10)}  ${check}: ${text}`, ...(command ? [`${' '.repeat(12)}${command}`] : [])].join('\n');

function stackCheck({ deployment: { status, terminationProtection } }: Patient): Finding {
  if (/ROLLBACK|FAILED/.test(status))
    return toDo(`the last deployment failed (${status}); CloudFormation's events say why`, 'npx cdk deploy');
  if (!status.endsWith('_COMPLETE')) return toDo(`a deployment is under way (${status}); look again when it is done`);
  if (!terminationProtection)
    return toDo('the stack can be deleted by one command; deploy it again to protect it', 'npx cdk deploy');
  return ok(`complete (${status}), protected against deletion`);
}

async function addressCheck({ deployment: { outputs }, world }: Patient): Promise<Finding> {
  const url = outputs[Output.REGISTRY_URL];
  if (url === undefined) return unseen('the stack does not say it');
  const status = await world.fetch(`${url}${LIMITS_PATH}`).then(
    (answer) => `status ${answer.status}`,
    (error: unknown) => printable(messageOf(error instanceof Error && error.cause ? error.cause : error)),
  );
  if (status === 'status 200') return ok(`${url} answers`);
  const target = outputs[Output.DISTRIBUTION_DOMAIN] ?? 'the distribution';
  return toDo(`${url} does not answer as it should (${status}); point its name at ${target}`);
}

async function planCheck({ deployment }: Patient): Promise<Finding> {
  const arn = deployment.outputs[PlanOutput.SUBSCRIPTION_ARN];
  if (arn === undefined) return ok('pay-as-you-go, which nobody has to approve');
  const approved = deployment.outputs[PlanOutput.APPROVED];
  return planFinding(await deployment.plan(arn), approved === undefined ? undefined : approved === 'true');
}

/** One for each files host; none where delivery is not split. */
function filesPlanChecks({ outputs }: Deployment): Readonly<Record<string, Check>> {
  const approved = filesOutputsOf(outputs, FilesOutput.PLAN_APPROVED);
  const checks = filesOutputsOf(outputs, FilesOutput.SUBSCRIPTION_ARN).map((arn, i): [string, Check] => [
    `plan of files host ${i + 1}`,
    async ({ deployment }) =>
      planFinding(
        await deployment.plan(arn),
        approved[i] === undefined ? undefined : approved[i] === 'true',
        'delivery.split.files',
      ),
  ]);
  return Object.fromEntries(checks);
}

async function mailCheck({ deployment }: Patient): Promise<Finding> {
  const topic = deployment.outputs[Output.ALERTS_TOPIC_ARN];
  if (topic === undefined) return unseen('the stack does not name the topic');
  const mails = (await deployment.topicSubscriptions(topic)).filter(({ protocol }) => protocol === 'email');
  const waiting = mails.filter(({ confirmed }) => !confirmed).map(({ endpoint }) => printable(endpoint));
  if (waiting.length)
    return toDo(
      `${waiting.join(', ')} has not confirmed; the link is in a mail "AWS Notification - Subscription Confirmation", valid for two days; when it is gone:`,
      ...waiting
        .slice(0, 1)
        .map(
          (mail) => `aws sns subscribe --region us-east-1 --topic-arn ${topic} --protocol email --notification-endpoint ${mail}`,
        ),
    );
  if (!mails.length)
    return toDo('no alarm reaches anybody: the topic has no mail address; deploy the stack again', 'npx cdk deploy');
  return ok(`${mails.map(({ endpoint }) => printable(endpoint)).join(', ')} gets them`);
}

async function tagCheck({ options, world }: Patient): Promise<Finding> {
  if (options.local) return unseen('the local cloud has no bills');
  const listed = await (await world.connectCostTags()).list(COST_TAGS);
  const tags = new Map(listed.map(({ key, active }) => [key, active]));
  const inactive = COST_TAGS.filter((key) => tags.get(key) === false);
  const unknown = COST_TAGS.filter((key) => !tags.has(key));
  if (inactive.length)
    return toDo(
      `${inactive.join(', ')} are not activated, so bills cannot be divided by them; with credentials of the account that pays:`,
      'npx registry tags activate',
    );
  if (unknown.length)
    return toDo(`AWS does not list ${unknown.join(', ')} yet, as for a day after the first deployment; look again tomorrow`);
  return ok('activated');
}

async function heldCheck({ options, world }: Patient): Promise<Finding> {
  const { store } = await world.connect(findPlace(options));
  const held = await findHeld(store, {});
  if (!held.length) return ok('none');
  return toDo(`${held.length} wait for a decision`, 'npx registry release list');
}
