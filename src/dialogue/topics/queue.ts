import { stationOf } from '../../organisation/directory.ts';
import { canMove, isOpen, moved, resumedDay } from '../../referrals/lifeCycle.ts';
import type { Referral, ReferralFile } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { type Account, departmentsOf, type World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { claimChoice, newReferralChoices } from './requesting.ts';

/** Who looks at a request: a turn's world, or a page of the desk. */
export interface Onlooker extends Pick<World, 'directory'> {
  readonly account: Pick<Account, 'id'> | null;
}

/** `/queue`: unclaimed and mine, urgent and oldest deadline first. */
export function listQueue(world: World, page: number): Step {
  if (departmentsOf(world).length === 0) return mainMenu(world);
  if (world.found === null) return { search: { what: 'queue', page } };
  const entries = world.found.queue.slice(0, 7);
  if (entries.length === 0) return saidFirst([line('queue:empty')], mainMenu(world));
  const choices: Choice[] = entries.map(({ referral, personAccountId }) => ({
    label: line(referral.urgent ? 'queue:itemUrgent' : 'queue:item', {
      kind: { kind: referral.kind },
      name: { name: personAccountId },
      date: { day: referral.expectedOn },
      state: { text: referral.claimedBy === null ? 'queue:stateNew' : 'queue:stateMine' },
    }),
    action: { do: 'open', referral: referral.id },
  }));
  if (world.found.queue.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'queue', page: page + 1 } });
  return reply({ name: 'menu' }, [line('queue:list')], [...choices, menuChoice]);
}

export function isInMyQueue(world: World, referral: Referral): boolean {
  return departmentsOf(world).includes(referral.departmentId);
}

/** The request in focus, if it is the one meant, and the sender's own or in their queue. */
export function fileInHand(world: World, referral: string | null): ReferralFile | null {
  const file = world.focus;
  if (file?.referral.id !== referral) return null;
  return file.person.accountId === world.account?.id || isInMyQueue(world, file.referral) ? file : null;
}

/** One request, with what the person agreed to share and the conversation so far. */
export function showReferral(world: World, file: ReferralFile, first: readonly Line[] = []): Outcome {
  const { referral } = file;
  return reply(
    { name: 'referral', referral: referral.id },
    [...first, ...referralLines(file)],
    [...(file.isAgreed ? choicesFor(world, file) : []), menuChoice],
  );
}

function referralLines(file: ReferralFile): Line[] {
  const { referral, person } = file;
  const words = file.events.filter((event) => event.hasText).slice(-4);
  const title = line('queue:title', {
    kind: { kind: referral.kind },
    number: { number: referral.number },
    state: { text: `queue:state.${referral.state}` },
  });
  if (!file.isAgreed) return [title, line('queue:notAgreed')];
  return [
    title,
    line('help:sharedName', { name: { name: person.accountId } }),
    ...(person.hasPhone ? [line('help:sharedPhone', { phone: { phone: person.accountId } })] : []),
    line('queue:answers', { answers: { answers: referral.id } }),
    ...words.map((event) =>
      line(`queue:history.${event.byAccount === person.accountId ? 'person' : 'staff'}`, {
        words: { words: event.id },
      }),
    ),
    line('queue:expected', { date: { day: referral.expectedOn, provisional: referral.provisional } }),
  ];
}

function choicesFor(world: World, { referral, standsIn }: ReferralFile): Choice[] {
  const id = referral.id;
  if (referral.claimedBy === null && isOpen(referral))
    return newReferralChoices(id, stationOfReferral(world, referral) === referral.departmentId);
  if (referral.claimedBy === null && canMove(referral, 'takenOver')) return [claimChoice(id)];
  if (standsIn && canMove(referral, 'takenOver'))
    return [{ label: line('deskQueue:takeOver'), action: { do: 'claim', referral: id } }];
  return referral.claimedBy === null || referral.claimedBy !== world.account?.id ? [] : choicesInHand(referral);
}

function choicesInHand({ id, state }: Referral): Choice[] {
  const answer: Choice = { label: line('queue:answer'), action: { do: 'answer', referral: id } };
  const ask: Choice = { label: line('queue:ask'), action: { do: 'ask', referral: id } };
  const paper: Choice = { label: line('queue:askPaper'), action: { do: 'askPaper', referral: id } };
  const refuse: Choice = { label: line('queue:refuse'), action: { do: 'refuse', referral: id } };
  const close: Choice = { label: line('queue:close'), action: { do: 'close', referral: id } };
  const passOn: Choice = { label: line('queue:passOn'), action: { do: 'passOn', referral: id, page: 0 } };
  switch (state) {
    case 'claimed':
      return [answer, ask, paper, refuse, close, passOn];
    case 'waitingForPerson':
      return [
        { label: line('queue:paperReceived'), action: { do: 'paperReceived', referral: id } },
        ask,
        answer,
        refuse,
        passOn,
      ];
    case 'answered':
      return [close, ask, paper];
    case 'new':
    case 'closed':
    case 'withdrawn':
    case 'refused':
      return [];
  }
}

/**
 * 受理, also of what somebody has in hand who no longer works here, or is away while this one stands in. Of all who tap at
 * once one wins; the others are told who.
 */
export function claim(world: World, file: ReferralFile): Outcome {
  const { referral, person } = file;
  const me = world.account?.id;
  const isFree = referral.claimedBy === null || file.standsIn;
  if (me === undefined || !isFree) return showReferral(world, file, [takenLine(world, referral)]);
  const move = referral.state === 'new' ? 'claimed' : 'takenOver';
  const after = moved(referral, move, {
    claimedBy: me,
    firstWordAt: referral.firstWordAt ?? world.now.toISOString(),
  });
  if (after === undefined) return showReferral(world, file, [line('queue:movedOn')]);
  const parameters = {
    kind: { kind: referral.kind },
    department: { department: referral.departmentId },
    date: { by: referral.expectedOn, provisional: referral.provisional },
  };
  const outcome = showReferral(world, { ...file, referral: after }, [line('queue:claimed')]);
  return {
    ...outcome,
    changes: [
      {
        fact: 'referralMoved',
        move,
        before: referral,
        after,
        eventId: world.draw.id(),
        text: null,
        personAccountId: person.accountId,
      },
    ],
    messages: [...outcome.messages, ...toPerson(file, [line('matters:claimed', parameters)], [])],
  };
}

export function takenLine(world: Onlooker, referral: Referral): Line {
  if (referral.claimedBy === null) return line('queue:movedOn');
  if (referral.claimedBy === world.account?.id) return line('queue:alreadyYours');
  return line('queue:takenBy', { name: { name: referral.claimedBy } });
}

/** 已收到 of a paper: the clock runs again, later by the pause. */
export function receivePaper(world: World, file: ReferralFile): Outcome {
  const { referral, person } = file;
  if (referral.claimedBy !== world.account?.id) return showReferral(world, file, [takenLine(world, referral)]);
  const expected = resumedDay(world.calendar, referral.expectedOn, referral.pausedOn ?? world.today, world.today);
  const after = moved(referral, 'paperReceived', {
    expectedOn: expected.day,
    provisional: expected.provisional,
  });
  if (after === undefined) return showReferral(world, file, [line('queue:movedOn')]);
  const outcome = showReferral(world, { ...file, referral: after }, [line('queue:paperTicked')]);
  const told = line('matters:paperReceived', {
    kind: { kind: referral.kind },
    date: { by: expected.day, provisional: expected.provisional },
  });
  return {
    ...outcome,
    changes: [
      {
        fact: 'referralMoved',
        move: 'paperReceived',
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

/** To the person; and to the helper who filed it beside them, who may be the only one they hear it from. */
export function toPerson(file: ReferralFile, lines: readonly Line[], choices: readonly Choice[]): Message[] {
  const { referral, person } = file;
  const told: Message = {
    to: { account: person.accountId },
    urgent: referral.urgent,
    discreet: true,
    lines,
    choices: [...choices, { label: line('matters:see'), action: { do: 'matter', referral: referral.id } }],
  };
  if (referral.filedBy === person.accountId) return [told];
  const toFiler: Message = {
    to: { account: referral.filedBy, about: person.id },
    urgent: referral.urgent,
    lines: [line('filing:progress', { name: { name: person.accountId } }), ...lines],
    choices: [],
  };
  return [told, toFiler];
}

export function stationOfReferral(world: Pick<World, 'directory'>, referral: Referral): string {
  return stationOf(world.directory, referral.areaId).id;
}
