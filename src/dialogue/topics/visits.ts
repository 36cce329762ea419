import { dayOf } from '../../calendar/day.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { standing, type Visit } from '../../visits/visit.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { type DueVisit, isApproved, type World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';

/** Whether the sender helps people themselves, in whatever capacity. */
export function isHelper(world: World): boolean {
  return isApproved(world, 'helper') || isApproved(world, 'volunteer');
}

/** What is due: overdue, today, this week; urgent first. */
export function listDueVisits(world: World, page: number): Step {
  if (!isHelper(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'dueVisits', page } };
  const due = world.found.dueVisits.slice(0, 7);
  if (due.length === 0) return reply({ name: 'menu' }, [line('visits:none')], [...helperChoices(), menuChoice]);
  const more: Choice[] =
    world.found.dueVisits.length > 7
      ? [{ label: line('common:more'), action: { do: 'dueVisits', page: page + 1 } }]
      : [];
  return reply(
    { name: 'menu' },
    [line('visits:list')],
    [...due.map((each) => visitChoice(each, world.today)), ...more, ...helperChoices(), menuChoice],
  );
}

function helperChoices(): Choice[] {
  return [
    { label: line('visits:toMyPeople'), action: { do: 'myPeople', page: 0 } },
    { label: line('visits:away'), action: { do: 'away' } },
  ];
}

/** One due visit as a list shows it. */
export function visitChoice({ visit, personAccountId }: DueVisit, today: string): Choice {
  return {
    label: line(`visits:item.${wordFor(visit, today)}`, {
      name: { name: personAccountId },
      date: { day: visit.meetOn ?? visit.dueOn, provisional: visit.provisional },
    }),
    action: { do: 'visit', visit: visit.id },
  };
}

function wordFor(visit: Visit, today: string): 'overdue' | 'today' | 'later' | 'agreed' | 'urgent' {
  const stands = standing(visit, today);
  if (visit.urgent && stands !== 'later') return 'urgent';
  return stands === 'later' && visit.answer === 'yes' ? 'agreed' : stands;
}

/** The people I help, to log a contact, report something or ask for help for them. */
export function listMyPeople(world: World, page: number): Step {
  if (!isHelper(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'myPeople', page } };
  const people = world.found.people.slice(0, 7);
  if (people.length === 0) return saidFirst([line('visits:noPeople')], mainMenu(world));
  const choices: Choice[] = people.map(({ accountId }) => ({
    label: line('visits:person', { name: { name: accountId } }),
    action: { do: 'helpedPerson', account: accountId },
  }));
  if (world.found.people.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'myPeople', page: page + 1 } });
  return reply({ name: 'menu' }, [line('visits:myPeople')], [...choices, menuChoice]);
}

/** The file that a search brought, if the sender helps that person now, or coordinates their area and stands in. */
export function helpedFile(world: World): PersonFile | null {
  const file = world.found?.file ?? null;
  if (file === null || file.person.accountId === world.account?.id) return null;
  const isMine = file.team.some(({ accountId, state }) => accountId === world.account?.id && state === 'active');
  // A coordinator's search brings nobody from outside their own area.
  return isMine || isApproved(world, 'coordinator') ? file : null;
}

/** One due visit: whom, by when, what was said, and the three ways to go on. */
export function showVisit(world: World, visitId: string, first: readonly Line[] = []): Step {
  if (world.found === null) return { search: { what: 'file', visitId } };
  const file = helpedFile(world);
  const visit = file?.visits.find(({ id }) => id === visitId);
  if (file === null) return saidFirst([line('common:notYours')], mainMenu(world));
  if (visit === undefined) return showHelpedPerson(world, file, [line('visits:stillThere')]);
  const { id } = visit;
  return reply(
    { name: 'menu' },
    [
      ...first,
      ...personLines(file),
      line(`visits:due.${visit.kind}`, { date: { by: visit.dueOn, provisional: visit.provisional } }),
      ...(visit.meetOn === null
        ? []
        : [line(visit.answer === 'yes' ? 'visits:agreedOn' : 'visits:proposedFor', { date: { day: visit.meetOn } })]),
      ...(visit.answer === null ? [] : [line(`visits:answer.${visit.answer}`)]),
    ],
    [
      { label: line('visits:log'), action: { do: 'logVisit', visit: id } },
      { label: line('visits:reschedule'), action: { do: 'rescheduleVisit', visit: id } },
      { label: line('visits:notReached'), action: { do: 'notReached', visit: id } },
      { label: line('visits:propose'), action: { do: 'proposeVisit', visit: id } },
      ...aboutChoices(file),
      menuChoice,
    ],
  );
}

/** Somebody I help, without a visit in hand. */
export function showHelpedPerson(world: World, file: PersonFile, first: readonly Line[] = []): Outcome {
  const next = file.visits[0];
  const choices: Choice[] =
    next === undefined
      ? [{ label: line('visits:log'), action: { do: 'logContact', account: file.person.accountId } }]
      : [visitChoice({ visit: next, personAccountId: file.person.accountId }, world.today)];
  return reply({ name: 'menu' }, [...first, ...personLines(file)], [...choices, ...aboutChoices(file), menuChoice]);
}

function aboutChoices({ person: { accountId } }: PersonFile): Choice[] {
  return [
    { label: line('visits:report'), action: { do: 'report', account: accountId } },
    { label: line('visits:fileFor'), action: { do: 'fileFor', account: accountId } },
  ];
}

function personLines(file: PersonFile): Line[] {
  const { accountId } = file.person;
  return [
    line('visits:title', { name: { name: accountId } }),
    file.hasPhone ? line('visits:phone', { phone: { phone: accountId } }) : line('visits:noPhone'),
    file.lastMetOn === null ? line('visits:lastNever') : line('visits:last', { date: { day: file.lastMetOn } }),
    ...file.needs.slice(-3).map(({ kind }) => line('visits:needs', { need: { text: `visits:need.${kind}` } })),
    ...file.triggers.slice(-2).map(({ kind, reportedAt }) =>
      line('reports:standing', {
        trigger: { text: `reports:trigger.${kind}` },
        date: { day: dayOf(new Date(reportedAt)) },
      }),
    ),
  ];
}

/** A file by the person's account, for whoever helps them. */
export function withHelped(world: World, accountId: string, then: (file: PersonFile) => Step): Step {
  if (!isHelper(world) && !isApproved(world, 'coordinator')) return mainMenu(world);
  if (world.found === null) return { search: { what: 'file', accountId } };
  const file = helpedFile(world);
  return file === null ? saidFirst([line('common:notYours')], mainMenu(world)) : then(file);
}
