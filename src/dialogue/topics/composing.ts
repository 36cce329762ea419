import { stationOf } from '../../organisation/directory.ts';
import { canMove, moved } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralEventKind, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { type Purpose, partSeparator, type Topic } from '../topic.ts';
import type { World } from '../world.ts';
import { helpedChoices } from './matters.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { inQueueOf, placesFor } from './passingOn.ts';
import { type Onlooker, showReferral, stationOfReferral, takenLine, toPerson } from './queue.ts';
import { announce } from './requesting.ts';

type Composing = Extract<Topic, { name: 'composing' }>;
type Reviewing = Extract<Topic, { name: 'reviewing' }>;

/** What each purpose does to the request, and whether only the one who claimed it may. */
const moveOf: Record<Purpose, { readonly move: ReferralEventKind; readonly onlyMine: boolean }> = {
  answer: { move: 'answered', onlyMine: true },
  ask: { move: 'staffWrote', onlyMine: true },
  askPaper: { move: 'paperAsked', onlyMine: true },
  refuse: { move: 'refused', onlyMine: true },
  passOn: { move: 'passedOn', onlyMine: false },
  sendBack: { move: 'sentBack', onlyMine: false },
};

/** Why this actor may not do this now, or undefined when they may. */
export function hindrance(world: Onlooker, referral: Referral, purpose: Purpose): Line | undefined {
  const { move, onlyMine } = moveOf[purpose];
  if (referral.claimedBy !== null && referral.claimedBy !== world.account?.id) return takenLine(world, referral);
  if (onlyMine && referral.claimedBy === null) return line('queue:claimFirst');
  if (purpose === 'sendBack' && referral.departmentId === stationOfReferral(world, referral))
    return line('queue:movedOn');
  return canMove(referral, move) ? undefined : line('queue:movedOn');
}

/** Asks for the words: for a refusal first the reason, then what the person can do next. */
export function compose(
  world: World,
  file: ReferralFile,
  purpose: Purpose,
  known: Pick<Composing, 'reason' | 'department'> = {},
): Outcome {
  const hindered = hindrance(world, file.referral, purpose);
  if (hindered !== undefined) return showReferral(world, file, [hindered]);
  const key =
    purpose === 'refuse' && known.reason !== undefined ? 'composing:refuseNext' : (`composing:${purpose}` as const);
  return reply(
    { name: 'composing', referral: file.referral.id, purpose, ...known },
    [line(key, { name: { name: file.person.accountId } })],
    [backChoice],
  );
}

/** The words were typed: shown as the person will see them, then sent or changed. */
export function review(world: World, file: ReferralFile, topic: Composing, text: string): Outcome {
  if (topic.purpose === 'refuse' && topic.reason === undefined) return compose(world, file, 'refuse', { reason: text });
  const { name: _, ...carried } = topic;
  return reply(
    { name: 'reviewing', ...carried, text },
    [line('composing:preview'), ...previewLines(file, topic, text)],
    [
      { label: line('composing:send'), action: { do: 'confirm' } },
      { label: line('composing:change'), action: { do: 'change' } },
      backChoice,
    ],
  );
}

/** What the person will read. */
export function previewLines(file: ReferralFile, topic: Composing, text: string): Line[] {
  const common = { kind: { kind: file.referral.kind }, words: { secret: text } };
  switch (topic.purpose) {
    case 'answer':
      return [line('matters:answered', { ...common, department: { department: file.referral.departmentId } })];
    case 'ask':
      return [line('matters:staffWrote', { ...common, department: { department: file.referral.departmentId } })];
    case 'askPaper':
      return [line('matters:paperAsked', { ...common, address: { departmentAddress: file.referral.departmentId } })];
    case 'refuse':
      return [
        line('matters:refused', { kind: common.kind, reason: { secret: topic.reason ?? '' }, next: { secret: text } }),
      ];
    case 'passOn':
      return [
        line('matters:passedOn', {
          kind: common.kind,
          department: { department: topic.department ?? file.referral.departmentId },
        }),
        line('matters:reason', { words: common.words }),
      ];
    case 'sendBack':
      return [line('matters:sentBack', { kind: common.kind }), line('matters:reason', { words: common.words })];
  }
}

/** Back to writing, what was known before kept. */
export function change(world: World, file: ReferralFile, topic: Reviewing): Outcome {
  const known = topic.department === undefined ? {} : { department: topic.department };
  return compose(world, file, topic.purpose, known);
}

/** Sent: the request moves, the person is told, and a new department where there is one. */
export function send(world: World, file: ReferralFile, topic: Reviewing): Outcome {
  const { referral, person } = file;
  const hindered = hindrance(world, referral, topic.purpose);
  const { move } = moveOf[topic.purpose];
  const patch = patchOf(world, referral, topic);
  const after = hindered === undefined && patch !== undefined ? moved(referral, move, patch) : undefined;
  if (after === undefined) return showReferral(world, file, [hindered ?? line('queue:movedOn')]);
  const text = topic.purpose === 'refuse' ? [topic.reason ?? '', topic.text].join(partSeparator) : topic.text;
  const eventId = world.draw.id();
  const away = topic.purpose === 'passOn' || topic.purpose === 'sendBack';
  const outcome = away
    ? saidFirst([line('composing:sentAway', { department: { department: after.departmentId } })], mainMenu(world))
    : showReferral(world, { ...file, referral: after }, [line('composing:sent')]);
  return {
    ...outcome,
    changes: [
      { fact: 'referralMoved', move, before: referral, after, eventId, text, personAccountId: person.accountId },
    ],
    messages: [
      ...outcome.messages,
      ...tell(file, after, topic, eventId),
      ...(away ? [announce(world, after, person, eventId)] : []),
    ],
  };
}

/** What changes beside the state; undefined when the request may not go where it was meant to. */
function patchOf(world: World, referral: Referral, topic: Reviewing): Partial<Referral> | undefined {
  const firstWordAt = referral.firstWordAt ?? world.now.toISOString();
  switch (topic.purpose) {
    case 'answer':
      return { firstWordAt, helped: null };
    case 'ask':
    case 'refuse':
      return { firstWordAt };
    case 'askPaper':
      return { firstWordAt, pausedOn: world.today };
    case 'passOn': {
      const place = placesFor(world, referral).find(({ id }) => id === topic.department);
      return place === undefined ? undefined : inQueueOf(world, referral, place);
    }
    case 'sendBack':
      return inQueueOf(world, referral, stationOf(world.directory, referral.areaId));
  }
}

/** What the person reads. The words are pointed at, so that they stay the person's to erase. */
function tell(file: ReferralFile, after: Referral, topic: Reviewing, eventId: string): Message[] {
  const kind = { kind: after.kind };
  const words = { words: eventId };
  const department = { department: after.departmentId };
  const writeBack: Choice = { label: line('matters:write'), action: { do: 'write', referral: after.id } };
  const needHelp: Choice = { label: line('matters:needHelp'), action: { do: 'needHelp', referral: after.id } };
  switch (topic.purpose) {
    case 'answer':
      return toPerson(
        file,
        [line('matters:answered', { kind, department, words })],
        [...helpedChoices(after.id), writeBack],
      );
    case 'ask':
      return toPerson(file, [line('matters:staffWrote', { kind, department, words })], [writeBack]);
    case 'askPaper':
      return toPerson(
        file,
        [line('matters:paperAsked', { kind, words, address: { departmentAddress: after.departmentId } })],
        [needHelp, writeBack],
      );
    case 'refuse':
      return toPerson(
        file,
        [line('matters:refused', { kind, reason: { words: eventId, part: 0 }, next: { words: eventId, part: 1 } })],
        [needHelp, { label: line('matters:review'), action: { do: 'reopen', referral: after.id } }],
      );
    case 'passOn':
    case 'sendBack': {
      const key = topic.purpose === 'passOn' ? 'matters:passedOn' : 'matters:sentBack';
      const date = { by: after.expectedOn, provisional: after.provisional };
      return toPerson(
        file,
        [line(key, { kind, department }), line('matters:reason', { words }), line('matters:newDate', { date })],
        [],
      );
    }
  }
}

/** 办结: asked once more, because the person hears of it. */
export function askClosing(world: World, file: ReferralFile): Outcome {
  const { referral } = file;
  if (referral.claimedBy !== world.account?.id) return showReferral(world, file, [takenLine(world, referral)]);
  if (!canMove(referral, 'closed')) return showReferral(world, file, [line('queue:movedOn')]);
  return reply(
    { name: 'closing', referral: referral.id },
    [line('queue:closeAsk', { number: { number: referral.number } })],
    [{ label: line('queue:closeYes'), action: { do: 'confirm' } }, backChoice],
  );
}

export function close(world: World, file: ReferralFile): Outcome {
  const { referral, person } = file;
  const after = referral.claimedBy === world.account?.id ? moved(referral, 'closed') : undefined;
  if (after === undefined) return showReferral(world, file, [line('queue:movedOn')]);
  const told = toPerson(
    file,
    [line('matters:closed', { kind: { kind: after.kind } })],
    referral.helped === null ? helpedChoices(after.id) : [],
  );
  return reply(
    { name: 'menu' },
    [line('queue:closed', { number: { number: after.number } })],
    [{ label: line('menu:queue'), action: { do: 'queue', page: 0 } }, menuChoice],
    {
      changes: [
        {
          fact: 'referralMoved',
          move: 'closed',
          before: referral,
          after,
          eventId: world.draw.id(),
          text: null,
          personAccountId: person.accountId,
        },
      ],
      messages: told,
    },
  );
}
