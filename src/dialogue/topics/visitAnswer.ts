import { addDays, type Day } from '../../calendar/day.ts';
import { readDay } from '../../calendar/readDay.ts';
import { addWorkingDays } from '../../calendar/workingDays.ts';
import type { PersonFile } from '../../people/personFile.ts';
import type { Visit } from '../../visits/visit.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line, type Parameter } from '../parameter.ts';
import type { World } from '../world.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { toHelpers, whoComes, withOwnFile } from './ownFile.ts';

/** 好 · 改 · 换: what the person says to a visit that somebody would like to make. */
export function answerVisit(world: World, visitId: string, answer: 'yes' | 'change' | 'swap'): Step {
  return withDueVisit(world, visitId, (file, visit) => {
    const day = visit.meetOn ?? visit.dueOn;
    // A yes to a day that is over is a yes to being visited.
    if (answer === 'change' || (answer === 'yes' && day < world.today)) return askOtherDay(world, visit);
    return answer === 'yes' ? agree(world, file, visit, day, 'yes') : swap(world, file, visit);
  });
}

function askOtherDay(world: World, { id, version }: Visit): Outcome {
  const asked = askVisitDay(world, id);
  return { ...asked, changes: [{ fact: 'visitAnswered', visit: { id, version }, answer: 'change' }] };
}

/** The next four working days to tap, any other to write. */
export function askVisitDay(world: World, visit: string): Outcome {
  const choices: Choice[] = [1, 2, 3, 4].map((count) => {
    const { day, provisional } = addWorkingDays(world.calendar, world.today, count);
    return { label: line('visits:day', { date: { day, provisional } }), action: { do: 'visitOn', visit, day } };
  });
  return reply({ name: 'visitDay', visit }, [line('visitAnswer:which')], [...choices, backChoice, humanChoice]);
}

/** Nobody plans a visit further ahead than this. */
const furthestDays = 60;

export function typeVisitDay(world: World, visit: string, text: string): Step {
  const day = readDay(text, world.today, world.keywords.days);
  if (day === undefined || !isNear(world, day))
    return saidFirst([line('visitAnswer:dayNotUnderstood')], askVisitDay(world, visit));
  return moveVisit(world, visit, day);
}

function isNear({ today }: World, day: Day): boolean {
  return day >= today && day <= addDays(today, furthestDays);
}

export function moveVisit(world: World, visitId: string, day: Day): Step {
  return withDueVisit(world, visitId, (file, visit) =>
    isNear(world, day) ? agree(world, file, visit, day, 'changed') : askVisitDay(world, visitId),
  );
}

function agree(world: World, file: PersonFile, { id, version }: Visit, day: Day, how: 'yes' | 'changed'): Outcome {
  const date = { day };
  return saidFirst([line(`visitAnswer:${how}`, { helper: nameOfHelper(file), date })], mainMenu(world), {
    changes: [{ fact: 'visitAnswered', visit: { id, version }, answer: 'yes', meetOn: day }],
    messages: toHelpers(file, [line(`visitAnswer:${how}Told`, { name: { name: file.person.accountId }, date })]),
  });
}

/** Somebody else is to come. Why is nobody's business, so it is neither asked nor told. */
function swap(world: World, file: PersonFile, { id, version }: Visit): Outcome {
  const told: Line = line('visitAnswer:swappedTold', {
    name: { name: file.person.accountId },
    helper: nameOfHelper(file),
  });
  return saidFirst([line('visitAnswer:swapped')], mainMenu(world), {
    changes: [{ fact: 'visitAnswered', visit: { id, version }, answer: 'swap' }],
    messages: [{ to: { coordinators: file.person.areaId }, lines: [told], choices: [] }],
  });
}

function nameOfHelper(file: PersonFile): Parameter {
  const helper = whoComes(file);
  return helper === undefined ? { text: 'visitAnswer:somebody' } : { name: helper.accountId };
}

function withDueVisit(world: World, visitId: string, then: (file: PersonFile, visit: Visit) => Step): Step {
  return withOwnFile(world, (file) => {
    const visit = file.visits.find(({ id }) => id === visitId);
    return visit === undefined ? saidFirst([line('visitAnswer:over')], mainMenu(world)) : then(file, visit);
  });
}
