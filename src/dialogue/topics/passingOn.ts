import { type Department, departmentsAround } from '../../organisation/directory.ts';
import { mayReceive } from '../../referrals/kinds.ts';
import { isOpen } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Outcome, reply } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { backChoice } from './menu.ts';
import { showReferral, takenLine } from './queue.ts';
import { promisedBy } from './requesting.ts';

/** Where a request may go from here, in the order of the areas from below. */
export function placesFor(world: Pick<World, 'directory'>, referral: Referral): Department[] {
  return departmentsAround(world.directory, referral.areaId).filter(
    ({ id, kind }) => id !== referral.departmentId && mayReceive(kind, referral.kind),
  );
}

/** 再转: which department, 7 a page. */
export function chooseDepartment(world: World, file: ReferralFile, page: number): Outcome {
  const { referral } = file;
  if (!isOpen(referral)) return showReferral(world, file, [line('queue:movedOn')]);
  if (referral.claimedBy !== null && referral.claimedBy !== world.account?.id)
    return showReferral(world, file, [takenLine(world, referral)]);
  const departments = placesFor(world, referral);
  const shown = departments.slice(page * 7, page * 7 + 7);
  const choices: Choice[] = shown.map((department) => ({
    label: line('queue:department', { department: { department: department.id } }),
    action: { do: 'passOnTo', referral: referral.id, department: department.id },
  }));
  if (departments.length > page * 7 + 7)
    choices.push({ label: line('common:more'), action: { do: 'passOn', referral: referral.id, page: page + 1 } });
  return reply(
    { name: 'choosingDepartment', referral: referral.id },
    [line('queue:passOnWhere', { number: { number: referral.number } })],
    [...choices, backChoice],
  );
}

/** The request in another department's queue, its days counted anew. */
export function inQueueOf(world: World, referral: Referral, department: Department): Partial<Referral> {
  return { departmentId: department.id, ...promisedBy(world, referral, department) };
}
