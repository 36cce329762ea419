import { canMove, moved, promiseOf } from '../../referrals/lifeCycle.ts';
import type { ReferralFile } from '../../referrals/referral.ts';
import type { Outcome } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { type Onlooker, showReferral, takenLine, toPerson } from './queue.ts';

/** What was closed or refused, by whoever had it, or stands in, or where nobody has it. What was answered is still open. */
export function mayReopen({ account }: Onlooker, { referral, isAgreed, standsIn }: ReferralFile): boolean {
  const isInReach = referral.claimedBy === null || referral.claimedBy === account?.id || standsIn;
  return isAgreed && isInReach && referral.state !== 'answered' && canMove(referral, 'reopened');
}

/**
 * Somebody of the department takes up again what had ended: closed by a slip, or the person came by and says that it is not
 * settled. It is then in their hand, its days are counted anew, and the person hears of it.
 */
export function reopenForPerson(world: World, file: ReferralFile): Outcome {
  const { referral, person } = file;
  const me = world.account?.id;
  if (me === undefined || !mayReopen(world, file)) return showReferral(world, file, [takenLine(world, referral)]);
  const department = world.directory.departments.get(referral.departmentId);
  const promise = department === undefined ? {} : promiseOf(world.calendar, referral.kind, department, world.now);
  const after = moved(referral, 'reopened', { helped: null, claimedBy: me, ...promise });
  if (after === undefined) return showReferral(world, file, [line('queue:movedOn')]);
  const told = line('deskQueue:reopenedToPerson', {
    kind: { kind: after.kind },
    department: { department: after.departmentId },
    date: { by: after.expectedOn, provisional: after.provisional },
  });
  const outcome = showReferral(world, { ...file, referral: after }, [line('deskQueue:reopenedHere')]);
  return {
    ...outcome,
    changes: [
      {
        fact: 'referralMoved',
        move: 'reopened',
        before: referral,
        after,
        eventId: world.draw.id(),
        text: null,
        personAccountId: person.accountId,
      },
    ],
    messages: [...outcome.messages, ...toPerson(file, [told], [])],
  };
}
