/** What to do about a subscription to a flat-rate plan. */
import type { Finding } from './doctor';
import { printable } from './failure';
import type { PlanSubscription } from './plan-service';

const command = (action: string, { arn, eTag }: PlanSubscription): string =>
  `aws pricing-plan-manager ${action} --region us-east-1 --arn ${arn} --if-match '${eTag}'`;

/**
 * @param approved whether the deployed alarms and the brake take the plan for approved; undefined: the stack does not say
 * @param setting where the configuration says so
 */
export function planFinding(
  subscription: PlanSubscription,
  approved: boolean | undefined,
  setting: Setting = 'delivery',
): Finding {
  const { status, statusReason = 'AWS gives no reason' } = subscription;
  const title = titleOf(subscription);
  switch (status) {
    case 'PENDING_APPROVAL':
      return {
        state: 'to do',
        text: `${title} waits for approval; until then delivery is billed by use, ${watched(approved, setting)} Who may decide about money starts it, for this month at least:`,
        command: command('approve-paid-subscription', subscription),
      };
    case 'SYNC_IN_PROGRESS':
      return { state: 'to do', text: `AWS is applying a change to ${title}, which takes 2 to 5 minutes; look again then` };
    case 'FAILED':
      return {
        state: 'to do',
        text: `${title} failed: ${printable(statusReason)}; take it away, mend the cause, and deploy again (docs/plans.md):`,
        command: command('cancel-subscription', subscription),
      };
    case 'ACTIVE':
      return activeFinding(subscription, approved, setting);
  }
}

const WATCHED = {
  delivery: 'watch what the plan includes, which is much more than the budget pays for',
  'delivery.split.files': 'do not watch it',
};
type Setting = keyof typeof WATCHED;

const watched = (approved: boolean | undefined, setting: Setting): string =>
  approved === false
    ? `and alarms and brake watch what the budget pays for; then set ${setting}.approved to true and deploy.`
    : `but alarms and brake ${WATCHED[setting]}: approve it today, or set ${setting}.approved to false and deploy.`;

function activeFinding(subscription: PlanSubscription, approved: boolean | undefined, setting: Setting): Finding {
  const { scheduledChange: change } = subscription;
  const title = titleOf(subscription);
  if (!change && approved === false)
    return {
      state: 'to do',
      text: `${title} is active, but alarms and brake still watch the budget as if each byte were billed; set ${setting}.approved to true and deploy:`,
      command: 'npx cdk deploy',
    };
  if (!change) return { state: 'ok', text: `${title} is active` };
  const then = change.effectiveDate ?? 'the end of the month';
  if (change.changeType === 'DOWNGRADE')
    return { state: 'ok', text: `${title} is active, and ${change.planTier?.toLowerCase() ?? 'a smaller plan'} from ${then} on` };
  return {
    state: 'to do',
    text: `${title} ends at ${then}, and delivery is billed by use from then on; to keep it:`,
    command: command('cancel-subscription-change', subscription),
  };
}

const titleOf = ({ planTier, usageLevel }: PlanSubscription): string =>
  [planTier.toLowerCase(), ...(usageLevel && usageLevel !== 'DEFAULT' ? [usageLevel] : [])].join(' ');
