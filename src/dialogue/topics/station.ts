import { type KindId, kindIds } from '../../referrals/kinds.ts';
import { moved } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, type Step } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { Topic } from '../topic.ts';
import type { World } from '../world.ts';
import { passOn } from './help.ts';
import { humanChoice, humanForWorker, mainMenu, menuChoice, stationFor } from './menu.ts';

/** 找人: the person's own words to the station, which answers in this chat. Goes on with an open conversation. */
export function talkToHuman(world: World): Step {
  if (world.person === null) return humanForWorker(world);
  if (world.found === null) return { search: { what: 'conversation', kind: 'other' } };
  return startWriting(world, world.found.referrals[0]?.id ?? null);
}

/** What is written next goes to the station, or into the request named. */
export function startWriting(world: World, referral: string | null): Outcome {
  const station = stationFor(world);
  const file = referral === world.focus?.referral.id ? world.focus : null;
  const to = file === null ? station : file.referral.departmentId;
  return reply(
    { name: 'writing', referral },
    [line('station:write', { department: { department: to }, phone: { departmentPhone: to } })],
    [menuChoice],
  );
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
  const after = moved(file.referral, move);
  if (after === undefined) return passOn(world, 'other', [], text);
  const eventId = world.draw.id();
  return reply(
    text === null ? { name: 'menu' } : { name: 'writing', referral: after.id },
    [line(text === null ? 'station:helpComes' : 'station:passed', { department: { department: after.departmentId } })],
    [menuChoice],
    {
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
      messages: [toDepartment(after, file, move, eventId, text)],
    },
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
  const open = world.found.referrals[0];
  const goOn: Choice[] =
    open === undefined
      ? []
      : [{ label: line('station:addTo', { kind: { kind: open.kind } }), action: { do: 'write', referral: open.id } }];
  const meant: Choice[] = meaningsOf(world, text).map((kind) => ({
    label: line(`kinds:${kind}.asSaid`),
    action: { do: 'kind', kind },
  }));
  return reply(
    { name: 'words', text },
    [
      line(meant.length > 0 ? 'station:meant' : 'station:notUnderstood', {
        words: { secret: text },
        department: { department: stationFor(world) },
      }),
    ],
    [...meant, { label: line('station:passWords'), action: { do: 'confirm' } }, ...goOn, menuChoice, humanChoice],
  );
}

/** Kinds whose words occur in the text, at most three, in the order of the menu. */
function meaningsOf(world: World, text: string): KindId[] {
  const said = text.normalize('NFKC').toLowerCase();
  return kindIds
    .filter((kind) => (world.keywords.kinds.get(kind) ?? []).some((word) => mentions(said, word)))
    .slice(0, 3);
}

/** A Chinese word anywhere, an English one only as a whole word. */
function mentions(said: string, word: string): boolean {
  if (!/^[a-z' -]+$/.test(word)) return said.includes(word);
  return ` ${said.replace(/[^a-z']+/g, ' ')} `.includes(` ${word} `);
}
