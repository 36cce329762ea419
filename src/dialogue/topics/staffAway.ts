import { addMonths } from '../../calendar/day.ts';
import type { StaffAction } from '../actions/staff.ts';
import { type Message, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { departmentsOf, type World } from '../world.ts';
import { mainMenu, notYours } from './menu.ts';

type Away = Extract<StaffAction, { do: 'staffAway' }>;

/** Further ahead nobody plans, and a slip of the year would silence somebody for good. */
const mostMonths = 12;

/** Somebody of a department is away, and a colleague of the same department stands in. It ends by itself. */
export function leaveWork(world: World, { department, from, until, substitute }: Away): Step {
  const me = world.account?.id;
  if (me === undefined || !departmentsOf(world).includes(department)) return notYours(world);
  if (from < world.today || until < from || until > addMonths(world.today, mostMonths))
    return saidFirst([line('deskQueue:away.badDays')], mainMenu(world));
  if (world.found === null) return { search: { what: 'colleagues', department } };
  const { staff } = world.found;
  if (staff?.isAway === true) return saidFirst([line('deskQueue:away.already')], mainMenu(world));
  if (staff?.colleagues.includes(substitute) !== true)
    return saidFirst([line('deskQueue:away.notColleague')], mainMenu(world));
  const begins = from === world.today;
  const parameters = { name: { name: me }, from: { day: from }, until: { day: until } };
  const told: Message = {
    to: { account: substitute },
    lines: [line(begins ? 'deskQueue:away.standInNow' : 'deskQueue:away.standInFrom', parameters)],
    choices: [{ label: line('menu:queue'), action: { do: 'queue', page: 0 } }],
  };
  const absence = {
    id: world.draw.id(),
    accountId: me,
    departmentId: department,
    substituteId: substitute,
    fromDay: from,
    untilDay: until,
  };
  return saidFirst([line('deskQueue:away.noted', { ...parameters, name: { name: substitute } })], mainMenu(world), {
    changes: [{ fact: 'staffAway', absence, begins }],
    messages: [told],
  });
}

/** Back before the day that was said. What the substitute took over stays with them. */
export function comeBackToWork(world: World, id: string): Step {
  if (world.found === null) return { search: { what: 'ownAbsence', absence: id } };
  const absence = world.found.staff?.absence ?? null;
  const me = world.account?.id;
  if (absence === null || absence.id !== id || me === undefined) return notYours(world);
  const told: Message = {
    to: { account: absence.substituteId },
    lines: [line('deskQueue:away.backEarly', { name: { name: me } })],
    choices: [],
  };
  return saidFirst([line('deskQueue:away.welcomeBack')], mainMenu(world), {
    changes: [{ fact: 'staffBack', absence: { id: absence.id, version: absence.version } }],
    messages: [told],
  });
}
