import { canMove } from '../../referrals/lifeCycle.ts';
import type { ReferralFile } from '../../referrals/referral.ts';
import { type Purpose, purposes } from '../topic.ts';
import { hindrance } from './composing.ts';
import type { Onlooker } from './queue.ts';
import { mayReopen } from './reopening.ts';

/** What somebody of a department can do with a request: what they write, and what is done without words. */
export type StaffMove = Purpose | 'claim' | 'takeOver' | 'paperReceived' | 'close' | 'reopen';

/** Everything this one may do with it now; the steps ask the same. Nothing without the person's yes. */
export function staffMoves(onlooker: Onlooker, file: ReferralFile): StaffMove[] {
  const { referral, isAgreed, standsIn } = file;
  if (!isAgreed) return [];
  const isMine = referral.claimedBy !== null && referral.claimedBy === onlooker.account?.id;
  const isNobodys = referral.claimedBy === null;
  const moves: StaffMove[] = purposes.filter((purpose) => hindrance(onlooker, referral, purpose) === undefined);
  if (isNobodys && (canMove(referral, 'claimed') || canMove(referral, 'takenOver'))) moves.push('claim');
  if (!isNobodys && standsIn && canMove(referral, 'takenOver')) moves.push('takeOver');
  if (isMine && canMove(referral, 'paperReceived')) moves.push('paperReceived');
  if (isMine && canMove(referral, 'closed')) moves.push('close');
  if (mayReopen(onlooker, file)) moves.push('reopen');
  return moves;
}
