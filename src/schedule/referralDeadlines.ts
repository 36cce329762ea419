import type { Message } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import { toPerson } from '../dialogue/topics/queue.ts';
import type { World } from '../dialogue/world.ts';
import { stationOf } from '../organisation/directory.ts';
import { answerWithinFor } from '../organisation/settings.ts';
import { isCurrent, postponedDay, type ReferralRule } from '../referrals/deadlines.ts';
import { isOpen, moved } from '../referrals/lifeCycle.ts';
import type { Referral, ReferralEventKind, ReferralFile } from '../referrals/referral.ts';
import { type ClockOutcome, nothing } from './clockOutcome.ts';

/**
 * What a deadline of a request does when it falls due. A deadline that no longer fits (the request was answered, paused,
 * withdrawn, or is in another queue by now) does nothing. The delay is the office's: nothing here is about the person.
 */
export function onReferralDeadline(rule: ReferralRule, slot: string, file: ReferralFile, world: World): ClockOutcome {
  const { referral } = file;
  if (!isOpen(referral) || !isCurrent(slot, file)) return nothing;
  switch (rule) {
    case 'departmentReminder':
      return referral.firstWordAt === null ? remindDepartment(file, world) : nothing;
    case 'coordinatorReminder':
      return referral.firstWordAt === null ? tellCoordinator(file, world) : nothing;
    case 'expectedDay':
      return referral.pausedOn === null && slot.endsWith(`:${referral.expectedOn}`) ? postpone(file, world) : nothing;
  }
}

function remindDepartment(file: ReferralFile, world: World): ClockOutcome {
  const { referral } = file;
  const message: Message = {
    to: { department: referral.departmentId },
    rule: 'departmentReminder',
    lines: [line('queue:reminder', { kind: { kind: referral.kind }, number: { number: referral.number } })],
    choices: [{ label: line('queue:open'), action: { do: 'open', referral: referral.id } }],
    urgent: referral.urgent,
  };
  return made(file, world, 'departmentReminded', {}, [message]);
}

function tellCoordinator(file: ReferralFile, world: World): ClockOutcome {
  const { referral } = file;
  const message: Message = {
    to: { department: stationOf(world.directory, referral.areaId).id },
    rule: 'coordinatorReminder',
    lines: [
      line('queue:coordinatorReminder', {
        department: { department: referral.departmentId },
        phone: { departmentPhone: referral.departmentId },
        kind: { kind: referral.kind },
        number: { number: referral.number },
      }),
    ],
    choices: [],
    urgent: referral.urgent,
  };
  return made(file, world, 'coordinatorTold', {}, [message]);
}

function postpone(file: ReferralFile, world: World): ClockOutcome {
  const { referral } = file;
  const expected = postponedDay(
    world.calendar,
    referral,
    world.today,
    answerWithinFor(world.directory, referral.areaId, referral.kind),
  );
  const date = { day: expected.day, provisional: expected.provisional };
  const kind = { kind: referral.kind };
  const nudge: Message = {
    to:
      referral.claimedBy === null
        ? { department: referral.departmentId }
        : { account: referral.claimedBy, inDepartment: referral.departmentId },
    rule: 'expectedDay',
    lines: [line('queue:lateNudge', { kind, number: { number: referral.number }, date })],
    choices: [{ label: line('queue:open'), action: { do: 'open', referral: referral.id } }],
    urgent: referral.urgent,
  };
  const apology = toPerson(file, [line('matters:late', { kind, date })], []);
  return made(file, world, 'expectedDayMoved', { expectedOn: expected.day, provisional: expected.provisional }, [
    ...apology.map((message) => ({ ...message, rule: 'expectedDay' as const })),
    nudge,
  ]);
}

function made(
  file: ReferralFile,
  world: World,
  move: ReferralEventKind,
  patch: Partial<Referral>,
  messages: Message[],
): ClockOutcome {
  const after = moved(file.referral, move, patch);
  if (after === undefined) return nothing;
  return {
    changes: [
      {
        fact: 'referralMoved',
        move,
        before: file.referral,
        after,
        eventId: world.draw.id(),
        text: null,
        personAccountId: file.person.accountId,
      },
    ],
    messages,
  };
}
