/** A request on its way: what goes to whom, the yes, the receipt, and what the department's staff get. */
import { isOpen } from '../../calendar/officeHours.ts';
import { type Department, departmentFor, stationOf } from '../../organisation/directory.ts';
import { answerWithinFor } from '../../organisation/settings.ts';
import { type KindId, requestKinds } from '../../referrals/kinds.ts';
import { nextHuman, promiseOf } from '../../referrals/lifeCycle.ts';
import type { Referral } from '../../referrals/referral.ts';
import { type Choice, type Message, type Outcome, reply } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Answer } from '../topic.ts';
import type { Person, World } from '../world.ts';
import { wordsOf } from './asking.ts';
import { humanChoice, mainMenu, menuChoice } from './menu.ts';

export function isUrgent(kind: KindId): boolean {
  return requestKinds[kind].urgent;
}

export function emergencyLines(kind: KindId): Line[] {
  return [line(kind === 'health' ? 'help:numbersHealth' : 'help:numbersHunger')];
}

/** To whom a request would go, and every field that would go with it. */
export function whatGoesWhere(
  world: Pick<World, 'directory'>,
  whose: Addressee & { readonly areaId: string },
  kind: KindId,
  answers: readonly Answer[],
): Line[] {
  const department = departmentFor(world.directory, whose.areaId, kind);
  return [
    line('help:passOn', { kind: { kind }, department: { department: department.id } }),
    line('help:sharedName', { name: { name: whose.accountId } }),
    ...(whose.hasPhone ? [line('help:sharedPhone', { phone: { phone: whose.accountId } })] : []),
    ...answers.map((answer) => answerLine(kind, answer)),
  ];
}

/** One answer as `label: answer`, the way the person and the department see it. */
export function answerLine(kind: KindId, { question, option, text, wording }: Answer): Line {
  return line('help:answer', {
    label: wordsOf(wording, { kind, question, part: 'label' }),
    answer: option === undefined ? { secret: text ?? '' } : wordsOf(wording, { kind, question, option }),
  });
}

/** The yes: the request goes to its queue, and the person gets a receipt. */
export function passOn(world: World, kind: KindId, answers: readonly Answer[], words: string | null = null): Outcome {
  const { account, person } = world;
  if (account === null || person === null) return mainMenu(world);
  const department = departmentFor(world.directory, person.areaId, kind);
  const referral = newReferral(world, { kind, department, person, filedBy: account.id });
  const eventId = world.draw.id();
  const fields = [...fieldsPassedOn(account.hasPhone, answers), ...(words === null ? [] : ['words'])];
  return reply(
    // Whoever writes in their own words usually has more to say.
    words === null ? { name: 'menu' } : { name: 'writing', referral: referral.id },
    [...receipt(world, referral, department), ...(words === null ? [] : [line('station:goOn')])],
    [{ label: line('help:seeIt'), action: { do: 'matter', referral: referral.id } }, menuChoice, humanChoice],
    {
      changes: [
        {
          fact: 'referralRequested',
          referral,
          answers,
          eventId,
          text: words,
          fields,
          personAccountId: account.id,
          spokenTo: null,
        },
      ],
      messages: [
        announce(
          world,
          referral,
          { accountId: account.id, hasPhone: account.hasPhone },
          words === null ? null : eventId,
        ),
      ],
    },
  );
}

/** Which fields a yes is about; `<question>@<wording>` where the question was in an office's own words. */
export function fieldsPassedOn(hasPhone: boolean, answers: readonly Answer[]): string[] {
  return ['name', ...(hasPhone ? ['phone'] : []), ...answers.map(fieldOf)];
}

function fieldOf({ question, wording }: Answer): string {
  return wording === undefined ? question : `${question}@${wording}`;
}

/** Somebody wrote a request down beside the person, who said yes aloud: it goes its way, and the person hears of it. */
export function filedBeside(
  world: World,
  { referral, department, answers, hasPhone, account, heardBy }: FiledBeside,
): { readonly changes: Outcome['changes']; readonly messages: readonly Message[] } {
  const told: Message = {
    to: { account },
    discreet: true,
    lines: [
      line('filing:toldPerson', {
        helper: { name: heardBy },
        kind: { kind: referral.kind },
        department: { department: department.id },
      }),
    ],
    choices: [{ label: line('help:seeIt'), action: { do: 'matter', referral: referral.id } }],
  };
  return {
    changes: [
      {
        fact: 'referralRequested',
        referral,
        answers,
        eventId: world.draw.id(),
        text: null,
        fields: fieldsPassedOn(hasPhone, answers),
        personAccountId: account,
        spokenTo: heardBy,
      },
    ],
    messages: [announce(world, referral, { accountId: account, hasPhone }, null), told],
  };
}

/** `account`: the person's; `heardBy`: who heard the yes. */
interface FiledBeside {
  readonly referral: Referral;
  readonly department: Department;
  readonly answers: readonly Answer[];
  readonly hasPhone: boolean;
  readonly account: string;
  readonly heardBy: string;
}

export function newReferral(
  world: World,
  given: { kind: KindId; department: Department; person: Person; filedBy: string },
): Referral {
  return {
    id: world.draw.id(),
    number: world.draw.referralNumber(),
    personId: given.person.id,
    areaId: given.person.areaId,
    departmentId: given.department.id,
    kind: given.kind,
    state: 'new',
    urgent: isUrgent(given.kind),
    claimedBy: null,
    filedBy: given.filedBy,
    ...promisedBy(world, { areaId: given.person.areaId, kind: given.kind }, given.department),
    pausedOn: null,
    firstWordAt: null,
    helped: null,
    createdAt: world.now.toISOString(),
    version: 1,
  };
}

/** By when somebody of an area is told to expect an answer from a department that gets the request now. */
export function promisedBy(
  { calendar, directory, now }: World,
  { areaId, kind }: Pick<Referral, 'areaId' | 'kind'>,
  department: Department,
): Pick<Referral, 'expectedOn' | 'provisional'> {
  return promiseOf(calendar, kind, department, now, answerWithinFor(directory, areaId, kind));
}

/** 受理, and for an urgent matter out of hours the truth about when a human answers, and whom to call now. */
export function receipt(world: World, referral: Referral, department: Department): Line[] {
  const said = line('help:receipt', {
    number: { number: referral.number },
    department: { department: department.id },
    date: { by: referral.expectedOn, provisional: referral.provisional },
  });
  if (!referral.urgent) return [said];
  if (isOpen(world.calendar, department.officeHours, world.now)) {
    return [
      said,
      line('help:urgentNow', { phone: { departmentPhone: department.id } }),
      ...emergencyLines(referral.kind),
    ];
  }
  const human = nextHuman(world.calendar, department, world.now);
  return [
    said,
    line('help:urgentLater', { moment: { moment: human.toISOString() }, phone: { departmentPhone: department.id } }),
    ...emergencyLines(referral.kind),
  ];
}

/** Whose request it is, as far as a message needs to know. */
export interface Addressee {
  readonly accountId: string;
  readonly hasPhone: boolean;
}

/** What the department's staff get: the request with what the person agreed to share, and what they can do. */
export function announce(world: World, referral: Referral, person: Addressee, wordsEventId: string | null): Message {
  const atStation = stationOf(world.directory, referral.areaId).id === referral.departmentId;
  const lines = [
    line(referral.urgent ? 'queue:newUrgent' : 'queue:new', {
      kind: { kind: referral.kind },
      number: { number: referral.number },
    }),
    line('help:sharedName', { name: { name: person.accountId } }),
    ...(person.hasPhone ? [line('help:sharedPhone', { phone: { phone: person.accountId } })] : []),
    line('queue:answers', { answers: { answers: referral.id } }),
    ...(wordsEventId === null ? [] : [line('queue:words', { words: { words: wordsEventId } })]),
    line('queue:expected', { date: { day: referral.expectedOn, provisional: referral.provisional } }),
  ];
  return {
    to: { department: referral.departmentId },
    lines,
    choices: newReferralChoices(referral.id, atStation),
    urgent: referral.urgent,
  };
}

export function claimChoice(referral: string): Choice {
  return { label: line('queue:claim'), action: { do: 'claim', referral } };
}

/** The station is where requests are sent back to, so it has nowhere to send one back. */
export function newReferralChoices(referral: string, atStation: boolean): Choice[] {
  const choices: Choice[] = [
    claimChoice(referral),
    { label: line('queue:passOn'), action: { do: 'passOn', referral, page: 0 } },
  ];
  return atStation ? choices : [...choices, { label: line('queue:sendBack'), action: { do: 'sendBack', referral } }];
}
