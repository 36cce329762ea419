import { moved } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralEventKind, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { chooseGroup } from './help.ts';
import { backChoice, humanChoice, mainMenu, menuChoice } from './menu.ts';
import { promisedBy } from './requesting.ts';
import { helpComes, personWrites } from './station.ts';

/** 我的事项: each request with its state in plain words. */
export function listMatters(world: World, page: number): Step {
  if (world.found === null) return { search: { what: 'matters', page } };
  const referrals = world.found.referrals.slice(0, 7);
  if (referrals.length === 0) return saidFirst([line('matters:none')], mainMenu(world));
  const choices: Choice[] = referrals.map((referral) => ({
    label: line('matters:item', { kind: { kind: referral.kind }, state: { text: `matters:short.${referral.state}` } }),
    action: { do: 'matter', referral: referral.id },
  }));
  if (world.found.referrals.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'matters', page: page + 1 } });
  return reply({ name: 'matters' }, [line('matters:list')], [...choices, backChoice, humanChoice]);
}

/** One request: where it stands, what happens next, and what the person can do. */
export function showMatter(file: ReferralFile): Outcome {
  const { referral } = file;
  return reply(
    { name: 'matter', referral: referral.id },
    [...stateLines(referral), ...lastWords(file)],
    [...(file.isAgreed ? choicesFor(referral) : [againChoice(referral)]), backChoice, humanChoice],
  );
}

function stateLines(referral: Referral): Line[] {
  const parameters = {
    kind: { kind: referral.kind },
    number: { number: referral.number },
    department: { department: referral.departmentId },
    phone: { departmentPhone: referral.departmentId },
    address: { departmentAddress: referral.departmentId },
    date: { by: referral.expectedOn, provisional: referral.provisional },
  };
  return [line('matters:title', parameters), line(`matters:state.${referral.state}`, parameters)];
}

function lastWords(file: ReferralFile): Line[] {
  const last = file.events.findLast(
    (event) => event.hasText && ['answered', 'refused', 'staffWrote', 'paperAsked'].includes(event.kind),
  );
  return last === undefined ? [] : [line('matters:lastWords', { words: { words: last.id } })];
}

function choicesFor(referral: Referral): Choice[] {
  const id = referral.id;
  const write: Choice = { label: line('matters:write'), action: { do: 'write', referral: id } };
  const withdraw: Choice = { label: line('matters:withdraw'), action: { do: 'withdraw', referral: id } };
  const needHelp: Choice = { label: line('matters:needHelp'), action: { do: 'needHelp', referral: id } };
  const reopen: Choice = { label: line('matters:reopen'), action: { do: 'reopen', referral: id } };
  switch (referral.state) {
    case 'new':
    case 'claimed':
      return [write, withdraw];
    case 'waitingForPerson':
      return [write, needHelp, withdraw];
    case 'answered':
      return referral.helped === null ? [...helpedChoices(id), write, reopen] : [write, reopen];
    case 'refused':
      return [needHelp, { label: line('matters:review'), action: { do: 'reopen', referral: id } }];
    case 'closed':
      return [reopen];
    case 'withdrawn':
      return [againChoice(referral)];
  }
}

function againChoice({ kind }: Referral): Choice {
  return { label: line('matters:again'), action: { do: 'kind', kind } };
}

export function helpedChoices(referral: string): Choice[] {
  return [
    { label: line('matters:helpedYes'), action: { do: 'helped', referral, helped: true } },
    { label: line('matters:helpedNo'), action: { do: 'helped', referral, helped: false } },
  ];
}

export function askWithdrawing(file: ReferralFile): Outcome {
  const { id, kind } = file.referral;
  return reply(
    { name: 'withdrawing', referral: id },
    [line('matters:withdrawAsk', { kind: { kind } })],
    [{ label: line('matters:withdrawYes'), action: { do: 'confirm' } }, backChoice],
  );
}

/** A choice that was shown before the request went on: where it stands now. */
export function changedMeanwhile(file: ReferralFile): Outcome {
  return saidFirst([line('common:movedOn')], showMatter(file));
}

export function withdraw(world: World, file: ReferralFile): Outcome {
  return personMoves(world, file, 'withdrawn', {}, (after) =>
    saidFirst([line('matters:withdrawn', { kind: { kind: after.kind } })], mainMenu(world)),
  );
}

/** The person asks to look at it again: it goes back to whoever had it, and its days are counted anew. */
export function reopen(world: World, file: ReferralFile): Outcome {
  const { referral } = file;
  const department = world.directory.departments.get(referral.departmentId);
  const promise = department === undefined ? {} : promisedBy(world, referral, department);
  return personMoves(world, file, 'reopened', { helped: null, ...promise }, (after) =>
    reply(
      { name: 'writing', referral: after.id },
      [
        line('matters:reopened', {
          department: { department: after.departmentId },
          date: { by: after.expectedOn, provisional: after.provisional },
        }),
      ],
      [menuChoice, humanChoice],
    ),
  );
}

export function sayHelped(world: World, file: ReferralFile, helped: boolean): Outcome {
  // Tapped twice, it was said once.
  if (file.referral.helped === helped) return answerToHelped(world, file.referral, helped);
  const patch = helped && file.referral.state === 'answered' ? { helped, state: 'closed' as const } : { helped };
  return personMoves(world, file, 'helpedSaid', patch, (after) => answerToHelped(world, after, helped));
}

function answerToHelped(world: World, { id }: Referral, helped: boolean): Outcome {
  if (helped) return saidFirst([line('matters:gladItHelped')], mainMenu(world));
  return reply(
    { name: 'matter', referral: id },
    [line('matters:sorryItDidNot')],
    [
      { label: line('matters:reopen'), action: { do: 'reopen', referral: id } },
      { label: line('matters:needHelp'), action: { do: 'needHelp', referral: id } },
      menuChoice,
      humanChoice,
    ],
  );
}

/** 帮忙: cannot get the paper, or does not know how to go on. Asked twice, the department is told once. */
export function askForHelp(world: World, file: ReferralFile): Outcome {
  return file.events.at(-1)?.kind === 'helpAsked'
    ? helpComes(file.referral)
    : personWrites(world, file, 'helpAsked', null);
}

/** After that a no is an old story, and 帮忙 more likely means something new. */
const stuckForDays = 14;

/** 帮忙 from anywhere: about the request that waits for a paper or was refused last; else it asks what for. */
export function askForHelpAnywhere(world: World): Step {
  if (world.person === null) return mainMenu(world);
  if (world.found === null) return { search: { what: 'stuck' } };
  const file = world.found.stuck;
  const since = file?.events.at(-1)?.at;
  const isFresh = since !== undefined && world.now.getTime() - new Date(since).getTime() < stuckForDays * 86_400_000;
  return file === null || !isFresh ? chooseGroup() : askForHelp(world, file);
}

function personMoves(
  world: World,
  file: ReferralFile,
  move: ReferralEventKind,
  patch: Partial<Referral>,
  answer: (after: Referral) => Outcome,
): Outcome {
  const after = file.isAgreed ? moved(file.referral, move, patch) : undefined;
  if (after === undefined) return changedMeanwhile(file);
  const eventId = world.draw.id();
  const outcome = answer(after);
  const told = toldTo(file.referral, file, move, after.helped);
  return {
    ...outcome,
    changes: [
      ...outcome.changes,
      {
        fact: 'referralMoved',
        move,
        before: file.referral,
        after,
        eventId,
        text: null,
        personAccountId: file.person.accountId,
      },
    ],
    messages: told === undefined ? outcome.messages : [...outcome.messages, told],
  };
}

/** Whose yes is withdrawn is not named any more, and there is nothing left to open. */
export function toldOfWithdrawal({ claimedBy, departmentId, number, kind }: Referral): Message {
  return {
    to: claimedBy === null ? { department: departmentId } : { account: claimedBy, inDepartment: departmentId },
    lines: [line('queue:withdrawn', { number: { number }, kind: { kind } })],
    choices: [menuChoice],
  };
}

/** The department hears what the person decided; of a new request nobody has read yet it hears too, so that nobody starts on it. */
function toldTo(
  referral: Referral,
  file: ReferralFile,
  move: ReferralEventKind,
  helped: boolean | null,
): Message | undefined {
  if (move === 'helpedSaid' && referral.claimedBy === null) return undefined;
  const helpedKey = helped === true ? 'queue:helpedYes' : 'queue:helpedNo';
  const keys = { reopened: 'queue:reopened', helpedSaid: helpedKey } as const;
  const key = move === 'reopened' || move === 'helpedSaid' ? keys[move] : undefined;
  if (move === 'withdrawn') return toldOfWithdrawal(referral);
  if (key === undefined) return undefined;
  return {
    to:
      referral.claimedBy === null
        ? { department: referral.departmentId }
        : { account: referral.claimedBy, inDepartment: referral.departmentId },
    lines: [
      line(key, {
        number: { number: referral.number },
        kind: { kind: referral.kind },
        name: { name: file.person.accountId },
      }),
    ],
    choices: [{ label: line('queue:open'), action: { do: 'open', referral: referral.id } }],
  };
}
