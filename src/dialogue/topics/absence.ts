import { addDays, type Day } from '../../calendar/day.ts';
import { readDay } from '../../calendar/readDay.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { dayChoice } from './logging.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { isHelper } from './visits.ts';

/** 离开几天: until when, and who stands in. Somebody who is away already may say that they are back. */
export function startAbsence(world: World): Step {
  if (!isHelper(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'standIns' } };
  const { absence } = world.found;
  if (absence === null) return askUntil(world);
  return reply(
    { name: 'menu' },
    [line('visits:awayNow', { date: { day: absence.untilDay } })],
    [{ label: line('visits:backAgain'), action: { do: 'backAgain' } }, menuChoice],
  );
}

export function askUntil(world: World): Outcome {
  const days = [1, 3, 7, 14].map((count) => addDays(world.today, count));
  return reply({ name: 'awayUntil' }, [line('visits:awayUntil')], [...days.map(dayChoice), backChoice]);
}

export function typeUntil(world: World, text: string): Step {
  const day = readDay(text, world.today, world.keywords.days);
  if (day === undefined || day < world.today) return askUntil(world);
  return askStandIn(world, day);
}

export function askStandIn(world: World, until: Day): Step {
  if (world.found === null) return { search: { what: 'standIns' } };
  const choices: Choice[] = world.found.standIns.map((account) => ({
    label: line('visits:person', { name: { name: account } }),
    action: { do: 'standIn', account },
  }));
  return reply(
    { name: 'standIn', until },
    [line('visits:standIn')],
    [...choices, { label: line('visits:standInNobody'), action: { do: 'standIn', account: null } }, backChoice],
  );
}

export function goAway(world: World, until: Day, substitute: string | null): Step {
  if (world.found === null) return { search: { what: 'standIns' } };
  const me = world.account?.id;
  const known = substitute === null || world.found.standIns.includes(substitute);
  const area = world.memberships[0]?.areaId;
  if (me === undefined || area === undefined || !known || world.found.absence !== null) return startAbsence(world);
  const date = { day: until };
  const told: Message = {
    to: substitute === null ? { coordinators: area } : { account: substitute },
    lines: [line(substitute === null ? 'visits:stationStandsIn' : 'visits:stoodIn', { name: { name: me }, date })],
    choices: [],
  };
  const said =
    substitute === null
      ? line('visits:awayNotedStation', { date })
      : line('visits:awayNoted', { date, name: { name: substitute } });
  return saidFirst([said], mainMenu(world), {
    changes: [{ fact: 'helperAway', absenceId: world.draw.id(), until, substitute }],
    messages: [told],
  });
}

export function comeBack(world: World): Step {
  if (world.found === null) return { search: { what: 'standIns' } };
  const { absence } = world.found;
  const helper = world.account?.id;
  if (absence === null || helper === undefined) return mainMenu(world);
  return saidFirst([line('visits:welcomeBack')], mainMenu(world), {
    changes: [{ fact: 'helperBack', helper, absence: { id: absence.id, version: absence.version } }],
  });
}
