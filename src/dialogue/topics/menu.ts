import type { Locale } from '../../i18n/locale.ts';
import { rootArea } from '../../organisation/directory.ts';
import type { Action } from '../action.ts';
import { type Choice, type Outcome, reply, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { departmentsOf, isApproved, type World } from '../world.ts';

/** 0 is always a human, 9 always the way back, in every menu of every role. */
export const humanChoice: Choice = { label: line('common:human'), action: { do: 'human' }, number: '0' };
export const backChoice: Choice = { label: line('common:back'), action: { do: 'back' }, number: '9' };
export const menuChoice: Choice = { label: line('common:menu'), action: { do: 'menu' }, number: '9' };

export function languageChoice(world: World): Choice {
  return { label: line('common:otherLanguage'), action: languageAction(world.locale === 'en' ? 'zh-CN' : 'en') };
}

export function languageAction(locale: Locale): Action {
  return { do: 'language', locale };
}

/** Where everybody starts from and comes back to. */
export function mainMenu(world: World): Outcome {
  if (world.person !== null) return personMenu(world);
  if (world.account !== null && world.memberships.length === 0)
    return reply({ name: 'menu' }, [line('joining:waiting')], [humanChoice, languageChoice(world)]);
  return workerMenu(world);
}

/** A request that is not there, and one that is somebody else's, look the same. */
export function notYours(world: World): Outcome {
  return saidFirst([line('common:notYours')], mainMenu(world));
}

function personMenu(world: World): Outcome {
  return reply(
    { name: 'menu' },
    [line('menu:person')],
    [
      { label: line('menu:checkIn'), action: { do: 'checkIn' } },
      { label: line('menu:help'), action: { do: 'help' } },
      { label: line('menu:matters'), action: { do: 'matters', page: 0 } },
      { label: line('menu:myHelpers'), action: { do: 'myHelpers' } },
      { label: line('menu:myInformation'), action: { do: 'myInformation' } },
      { label: line('menu:phone'), action: { do: 'phone' } },
      languageChoice(world),
      humanChoice,
    ],
  );
}

function workerMenu(world: World): Outcome {
  const choices: Choice[] = [];
  const coordinates = isApproved(world, 'coordinator');
  if (coordinates || isApproved(world, 'staff'))
    choices.push({ label: line('menu:queue'), action: { do: 'queue', page: 0 } });
  if (isApproved(world, 'helper') || isApproved(world, 'volunteer'))
    choices.push({ label: line('menu:dueVisits'), action: { do: 'dueVisits', page: 0 } });
  if (coordinates) choices.push(...coordinatorChoices());
  if (coordinates || isApproved(world, 'helper'))
    choices.push({ label: line('menu:people'), action: { do: 'people', page: 0 } });
  if (mayApprove(world)) choices.push({ label: line('menu:approvals'), action: { do: 'approvals', page: 0 } });
  if (mayCall(world)) choices.push({ label: line('menu:calls'), action: { do: 'calls', page: 0 } });
  if (isApproved(world, 'office'))
    choices.push({ label: line('menu:areaCounts'), action: { do: 'areaCounts', page: 0 } });
  if (coordinates || isApproved(world, 'staff') || isApproved(world, 'office'))
    choices.push({ label: line('deskLogin:menu'), action: { do: 'desk' } });
  return reply({ name: 'menu' }, [line('menu:worker')], [...choices, languageChoice(world), humanChoice]);
}

function coordinatorChoices(): Choice[] {
  return [
    { label: line('menu:register'), action: { do: 'register' } },
    { label: line('menu:roster'), action: { do: 'roster', page: 0, unhelped: false } },
    { label: line('menu:arrivals'), action: { do: 'arrivals', page: 0 } },
    { label: line('menu:overdue'), action: { do: 'overdue' } },
  ];
}

export function mayApprove(world: World): boolean {
  return isApproved(world, 'coordinator') || isApproved(world, 'office');
}

/** Calls are the station's: of its coordinators and staff, and of the offices above. */
export function mayCall(world: World): boolean {
  const isAtStation = departmentsOf(world).some((id) => world.directory.departments.get(id)?.kind === 'station');
  return isAtStation || mayApprove(world);
}

/** For who works here, a human is the station's phone and the office's. */
export function humanForWorker(world: World): Outcome {
  const areaId = world.memberships[0]?.areaId ?? world.enrolment?.memberships[0]?.areaId;
  const area = areaId ?? rootArea(world.directory)?.id;
  if (area === undefined) return reply({ name: 'menu' }, [line('common:noStation')], [menuChoice]);
  return reply(
    { name: 'menu' },
    [line('menu:humanForWorker', { office: { area }, phone: { areaPhone: area } })],
    [menuChoice],
  );
}
