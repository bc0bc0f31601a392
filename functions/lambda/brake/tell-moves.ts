/** Tells people of every move of the brake, also of one that an operator has ordered through the intake: each once, in their order. */
import { claimMail, settleMail } from '../../../domain/cost/brake';
import { brakeMail, type Money } from '../../../domain/cost/brake-mail';
import { type Brake, changeBrake } from '../../shared/brake';
import type { Topic } from '../../shared/ports';

export interface Teller extends Money {
  readonly brake: Brake;
  readonly registry: string;
  readonly alerts: Topic;
}

/**
 * A run claims a move in the state before it tells of it, so that of several at once only one does. What SNS refuses is told when the
 * claim has ended, by the clock; told twice is only what SNS took without saying so, and the subject has the move's number.
 */
export async function tellMoves({ brake, registry, alerts, monthlyUsd, month }: Teller): Promise<void> {
  for (;;) {
    const claim = { isOwn: false };
    const state = await changeBrake(brake, (known) => {
      const claimed = claimMail(known, brake.clock());
      claim.isOwn = claimed !== known;
      return claimed;
    });
    const move = state.moves.find(({ sequence }) => sequence === state.mailing?.sequence);
    if (!claim.isOwn || !move) return;
    const { subject, text } = brakeMail(registry, move, state, { monthlyUsd, month });
    await alerts.publish(subject, text);
    const settle = (): Promise<unknown> => changeBrake(brake, (known) => settleMail(known, move.sequence));
    // What is not noted is told again.
    await settle().catch(settle);
  }
}
