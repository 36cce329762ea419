import { dayOf } from '../../calendar/day.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { RegisterFoundOf, RegisterSearch } from '../registerFound.ts';
import type { World } from '../world.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { coordinates } from './registering.ts';

/** What a search for a coordinator brought, or the search that is still to be made. */
export function withFound<What extends RegisterSearch['what']>(
  world: World,
  search: Extract<RegisterSearch, { what: What }>,
  then: (found: RegisterFoundOf<What>) => Step,
): Step {
  if (!coordinates(world)) return mainMenu(world);
  if (world.found === null) return { search };
  const found = world.found.register;
  return found?.what === search.what ? then(found as RegisterFoundOf<What>) : mainMenu(world);
}

/** 居民: the people of my areas, the newest first; or those whom nobody helps. */
export function listRoster(world: World, page: number, unhelped: boolean): Step {
  return withFound(world, { what: 'roster', page, unhelped }, ({ people }) => {
    const title = line(unhelped ? 'roster:unhelped' : 'roster:list');
    if (people.length === 0) return saidFirst([line(unhelped ? 'roster:allHelped' : 'roster:empty')], mainMenu(world));
    const more: Choice[] =
      people.length > 7 ? [{ label: line('common:more'), action: { do: 'roster', page: page + 1, unhelped } }] : [];
    return reply(
      { name: 'menu' },
      [title],
      [
        ...people.slice(0, 7).map((person) => rosterChoice(person, unhelped)),
        ...more,
        ...rosterChoices(unhelped),
        menuChoice,
      ],
    );
  });
}

function rosterChoice(person: RegisterFoundOf<'roster'>['people'][number], unhelped: boolean): Choice {
  const account = person.accountId;
  const name = { name: { name: account } };
  if (unhelped)
    return { label: line('roster:person', name), action: { do: 'chooseHelper', account, instead: null, page: 0 } };
  const key = person.helpers === 0 ? 'roster:personUnhelped' : person.joined ? 'roster:person' : 'roster:personNotHere';
  return { label: line(key, name), action: { do: 'personFile', account } };
}

function rosterChoices(unhelped: boolean): Choice[] {
  if (unhelped) return [];
  return [
    { label: line('roster:find'), action: { do: 'findPerson' } },
    { label: line('roster:workers'), action: { do: 'workers', page: 0 } },
  ];
}

export function askWhom(world: World): Outcome {
  if (!coordinates(world)) return mainMenu(world);
  return reply({ name: 'findingPerson' }, [line('roster:whom')], [backChoice]);
}

/** By the whole name, because names are kept sealed: there is nothing to compare a part with. */
export function findPerson(world: World, text: string): Step {
  return withFound(world, { what: 'roster', page: 0, name: text }, ({ people }) => {
    if (people.length === 0) return saidFirst([line('roster:notFound')], askWhom(world));
    const choices = people.slice(0, 7).map((person) => rosterChoice(person, false));
    return reply({ name: 'menu' }, [line('roster:found')], [...choices, menuChoice]);
  });
}

export function withFile(world: World, account: string, then: (file: PersonFile, openRequests: number) => Step): Step {
  return withFound(world, { what: 'registerFile', accountId: account }, ({ file, openRequests }) =>
    file === null ? saidFirst([line('common:notYours')], mainMenu(world)) : then(file, openRequests),
  );
}

export function openPerson(world: World, account: string): Step {
  return withFile(world, account, (file, openRequests) => showPerson(file, openRequests));
}

/** One person's file in short, and what a coordinator does about it. */
export function showPerson(file: PersonFile, openRequests: number, first: readonly Line[] = []): Outcome {
  const account = file.person.accountId;
  return reply(
    { name: 'menu' },
    [...first, ...fileLines(file), line('roster:openRequests', { count: { number: String(openRequests) } })],
    [
      ...(file.person.shielded ? [] : [addHelperChoice(account)]),
      ...(file.team.length > 0
        ? [{ label: line('teams:remove'), action: { do: 'chooseLeaving', account } } satisfies Choice]
        : []),
      ...arrivalChoices(file),
      { label: line('teams:visitInterval'), action: { do: 'visitInterval', account } },
      { label: line('teams:checkInInterval'), action: { do: 'checkInInterval', account } },
      { label: line('roster:reissue'), action: { do: 'reissue', account } },
      { label: line('phone:lost'), action: { do: 'lostPhone', account } },
      file.person.shielded
        ? { label: line('ownData:unshield'), action: { do: 'shield', account, on: false } }
        : { label: line('ownData:shield'), action: { do: 'shieldAsk', account } },
      menuChoice,
    ],
  );
}

function addHelperChoice(account: string): Choice {
  return { label: line('register:addHelper'), action: { do: 'chooseHelper', account, instead: null, page: 0 } };
}

function arrivalChoices({ person: { accountId: account }, arrival }: PersonFile): Choice[] {
  if (arrival === null) return [];
  if (arrival.reportedAt === null)
    return [{ label: line('arrivals:cameInPerson'), action: { do: 'cameInPerson', account } }];
  return arrival.paperSeenAt === null
    ? [{ label: line('arrivals:paperSeen'), action: { do: 'paperSeen', account } }]
    : [];
}

function fileLines(file: PersonFile): Line[] {
  const { person, arrival, visits, team } = file;
  const [next] = visits;
  const joined = file.isReached ? 'roster:joined' : 'roster:notJoined';
  return [
    line('visits:title', { name: { name: person.accountId } }),
    file.hasPhone ? line('visits:phone', { phone: { phone: person.accountId } }) : line('roster:noPhone'),
    ...(person.shielded ? [line('ownData:shieldedFile')] : []),
    line(person.state === 'declined' ? 'roster:declined' : joined),
    ...(arrival === null ? [] : [arrivalLine(arrival)]),
    ...(team.length === 0 ? [line('roster:nobody')] : []),
    ...team.map(({ accountId, state }) => line(`roster:member.${state}`, { name: { name: accountId } })),
    next === undefined
      ? line('roster:noVisit')
      : line('roster:nextVisit', { date: { by: next.dueOn, provisional: next.provisional } }),
    line('roster:intervals', {
      visits: { number: String(person.visitEveryMonths) },
      checkIns: { number: String(person.checkInEveryMonths) },
    }),
  ];
}

function arrivalLine(arrival: NonNullable<PersonFile['arrival']>): Line {
  if (arrival.reportedAt === null) return line('roster:arrivalDue', { date: { by: arrival.dueOn } });
  const date = { day: dayOf(new Date(arrival.reportedAt)) };
  return line(arrival.paperSeenAt === null ? 'roster:arrivedNoPaper' : 'roster:arrived', { date });
}
