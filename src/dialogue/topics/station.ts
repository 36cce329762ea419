import { departmentFor } from '../../organisation/directory.ts';
import { type KindId, kindIds } from '../../referrals/kinds.ts';
import { canMove, moved } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Topic } from '../topic.ts';
import { mentions, plainWords } from '../words.ts';
import type { World } from '../world.ts';
import { humanChoice, humanForWorker, mainMenu, menuChoice } from './menu.ts';
import { passOn } from './requesting.ts';

/** 找人: the person's own words to the station, which answers in this chat. Goes on with an open conversation. */
export function talkToHuman(world: World, ...first: Line[]): Step {
  if (world.person === null) return humanForWorker(world);
  if (world.found === null) return { search: { what: 'conversation', kind: 'other' } };
  const open = world.found.referrals[0];
  return saidFirst(first, askForWords(open?.id ?? null, open?.departmentId ?? deskOf(world)));
}

/** What is written next goes to the station, or into the request named. */
export function startWriting(world: World, referral: string | null): Outcome {
  const file = referral === world.focus?.referral.id ? world.focus : null;
  return askForWords(referral, file?.referral.departmentId ?? deskOf(world));
}

function askForWords(referral: string | null, department: string): Outcome {
  return reply(
    { name: 'writing', referral },
    [line('station:write', { department: { department }, phone: { departmentPhone: department } })],
    [menuChoice],
  );
}

/** Who reads what was typed without a kind: the station, unless the office routes it elsewhere. */
function deskOf(world: World): string {
  if (world.person === null) throw new Error('only a person writes to the station');
  return departmentFor(world.directory, world.person.areaId, 'other').id;
}

/** What was typed while writing: into the open request, or a new one for the station to sort. */
export function write(world: World, topic: Extract<Topic, { name: 'writing' }>, text: string): Outcome {
  if (topic.referral === null) return passOn(world, 'other', [], text);
  if (world.focus === null || world.focus.referral.id !== topic.referral) return mainMenu(world);
  return personWrites(world, world.focus, 'personWrote', text);
}

/** A word from the person to whoever has the request. */
export function personWrites(
  world: World,
  file: ReferralFile,
  move: 'personWrote' | 'helpAsked',
  text: string | null,
): Outcome {
  // Whose yes was withdrawn is not written to again without a new one.
  const after = file.isAgreed ? moved(file.referral, move) : undefined;
  if (after === undefined) return passOn(world, 'other', [], text);
  const eventId = world.draw.id();
  const outcome = text === null ? helpComes(after) : wordsPassed(after);
  return {
    ...outcome,
    changes: [
      {
        fact: 'referralMoved',
        move,
        before: file.referral,
        after,
        eventId,
        text,
        personAccountId: file.person.accountId,
      },
    ],
    messages: [...outcome.messages, toDepartment(after, file, move, eventId, text)],
  };
}

function wordsPassed({ id, departmentId }: Referral): Outcome {
  return reply(
    { name: 'writing', referral: id },
    [line('station:passed', { department: { department: departmentId } }), line('station:goOn')],
    [menuChoice],
  );
}

/** What 帮忙 leads to. */
export function helpComes({ kind, departmentId }: Referral): Outcome {
  return reply(
    { name: 'menu' },
    [
      line('station:helpComes', {
        kind: { kind },
        department: { department: departmentId },
        phone: { departmentPhone: departmentId },
      }),
    ],
    [menuChoice, humanChoice],
  );
}

function toDepartment(
  referral: Referral,
  file: ReferralFile,
  move: 'personWrote' | 'helpAsked',
  eventId: string,
  text: string | null,
): Message {
  const parameters = {
    number: { number: referral.number },
    kind: { kind: referral.kind },
    name: { name: file.person.accountId },
  };
  return {
    to:
      referral.claimedBy === null
        ? { department: referral.departmentId }
        : { account: referral.claimedBy, inDepartment: referral.departmentId },
    lines: [
      line(move === 'helpAsked' ? 'queue:helpAsked' : 'queue:personWrote', parameters),
      ...(text === null ? [] : [line('queue:words', { words: { words: eventId } })]),
    ],
    choices: [{ label: line('queue:open'), action: { do: 'open', referral: referral.id } }],
    urgent: referral.urgent,
  };
}

/** Text that is no answer to anything: what it may have meant, or on to the station. Never a dead end. */
export function offerMeaning(world: World, text: string): Step {
  if (world.person === null) return mainMenu(world);
  if (world.found === null) return { search: { what: 'conversation' } };
  return askMeaning(world, text, openedRequest(world) ?? world.found.referrals[0]);
}

/** The request the person is looking at, if it still takes words. */
function openedRequest({ focus, account }: World): Referral | undefined {
  const isOwn = focus !== null && focus.person.accountId === account?.id;
  return isOwn && focus.isAgreed && canMove(focus.referral, 'personWrote') ? focus.referral : undefined;
}

/** The same question again, without looking further. */
export function repeatMeaning(world: World, text: string): Outcome {
  return askMeaning(world, text, undefined);
}

function askMeaning(world: World, text: string, open: Referral | undefined): Outcome {
  const goOn: Choice[] =
    open === undefined
      ? []
      : [{ label: line('station:addTo', { kind: { kind: open.kind } }), action: { do: 'addTo', referral: open.id } }];
  const meant: Choice[] = meaningsOf(world, text).map((kind) => ({
    label: line(`kinds:${kind}.asSaid`),
    action: { do: 'kind', kind },
  }));
  return reply(
    { name: 'words', text },
    [
      line(meant.length > 0 ? 'station:meant' : 'station:notUnderstood', {
        words: { secret: text },
        department: { department: deskOf(world) },
      }),
    ],
    [...meant, { label: line('station:passWords'), action: { do: 'confirm' } }, ...goOn, menuChoice, humanChoice],
  );
}

/** Kinds whose words occur in the text, at most three, in the order of the menu. */
export function meaningsOf(world: World, text: string): KindId[] {
  const said = plainWords(text);
  return kindIds
    .filter((kind) => (world.keywords.kinds.get(kind) ?? []).some((word) => mentions(said, word)))
    .slice(0, 3);
}
