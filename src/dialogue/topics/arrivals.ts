import { stationOf } from '../../organisation/directory.ts';
import { nextCheckInAfter } from '../../people/checkIn.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { replanned } from '../../visits/settle.ts';
import { type Choice, type Message, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { showPerson, withFile, withFound } from './roster.ts';

/** Who is expected, who did not come, and whose paper is still to be seen. */
export function listArrivals(world: World, page: number): Step {
  return withFound(world, { what: 'arrivals', page }, ({ arrivals }) => {
    if (arrivals.length === 0) return saidFirst([line('arrivals:none')], mainMenu(world));
    const choices: Choice[] = arrivals.slice(0, 7).map(({ accountId, dueOn, isReported }) => {
      const state = isReported ? 'paper' : dueOn < world.today ? 'late' : 'expected';
      return {
        label: line(`arrivals:item.${state}`, { name: { name: accountId }, date: { day: dueOn } }),
        action: { do: 'personFile', account: accountId },
      };
    });
    if (arrivals.length > 7) choices.push({ label: line('common:more'), action: { do: 'arrivals', page: page + 1 } });
    return reply({ name: 'menu' }, [line('arrivals:list')], [...choices, menuChoice]);
  });
}

/** 材料已看: the paper that the person brought to the window. */
export function tickPaper(world: World, account: string): Step {
  return withFile(world, account, (file, openRequests) => {
    const { arrival } = file;
    if (arrival === null || arrival.reportedAt === null || arrival.paperSeenAt !== null)
      return showPerson(file, openRequests);
    const ticked = { ...file, arrival: { ...arrival, paperSeenAt: world.now.toISOString() } };
    const outcome = showPerson(ticked, openRequests, [line('arrivals:ticked')]);
    return {
      ...outcome,
      changes: [{ fact: 'paperSeen', arrival: { id: arrival.id, version: arrival.version } }],
      messages: [...outcome.messages, toPerson(account, [line('arrivals:paperSeenTold')])],
    };
  });
}

/** The person came to the window instead: they have arrived just the same, and the first visit is planned. */
export function noteArrival(world: World, account: string): Step {
  return withFile(world, account, (file, openRequests) => {
    const { arrival, person } = file;
    if (arrival === null || arrival.reportedAt !== null) return showPerson(file, openRequests);
    const arrived = { ...file, arrival: { ...arrival, reportedAt: world.now.toISOString() } };
    const plan = replanned(world.calendar, arrived, null, world.today);
    const nextCheckInOn = nextCheckInAfter(world.today, person.checkInEveryMonths);
    const outcome = showPerson(arrived, openRequests, [line('arrivals:noted'), ...firstVisit(plan?.next ?? null)]);
    const { id, version } = arrival;
    return {
      ...outcome,
      changes: [{ fact: 'arrivedInPerson', arrival: { id, version }, person, nextCheckInOn, plan }],
      messages: [...outcome.messages, toPerson(account, welcomeLines(world, file))],
    };
  });
}

function firstVisit(next: { readonly dueOn: string; readonly provisional: boolean } | null): Line[] {
  return next === null
    ? []
    : [line('arrivals:firstVisit', { date: { by: next.dueOn, provisional: next.provisional } })];
}

function welcomeLines(world: World, { person, arrival }: PersonFile): Line[] {
  const station = stationOf(world.directory, person.areaId).id;
  return [
    line('arrivals:welcome', {
      name: { name: person.accountId },
      station: { department: station },
      number: { number: arrival?.number ?? '' },
    }),
  ];
}

function toPerson(account: string, lines: readonly Line[]): Message {
  return { to: { account }, discreet: true, lines, choices: [menuChoice] };
}
