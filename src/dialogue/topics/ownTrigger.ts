import { isOpen } from '../../calendar/officeHours.ts';
import { stationOf } from '../../organisation/directory.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type OwnTriggerKind, ownTriggerKinds, type Visit } from '../../visits/visit.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { activeHelpers, toHelpers, withOwnFile } from './ownFile.ts';
import { mustVisitFor } from './reporting.ts';

/** 想让人来看看: the first three of the five, told by the person, who alone decides whether anybody hears of it. */
export function askOwnTrigger(world: World): Outcome {
  if (world.person === null) return mainMenu(world);
  const choices: Choice[] = ownTriggerKinds.map((trigger) => ({
    label: line(`helpers:trigger.${trigger}`),
    action: { do: 'ownTrigger', trigger },
  }));
  return reply(
    { name: 'tellingTrigger', trigger: null },
    [line('helpers:which')],
    [...choices, backChoice, humanChoice],
  );
}

export function askWhenToCome(trigger: OwnTriggerKind): Outcome {
  return reply(
    { name: 'tellingTrigger', trigger },
    [line('helpers:urgency')],
    [
      { label: line('helpers:today'), action: { do: 'ownTriggerAs', urgent: true } },
      { label: line('helpers:days'), action: { do: 'ownTriggerAs', urgent: false } },
      backChoice,
      humanChoice,
    ],
  );
}

/** Told once, it makes one visit; told again as urgent, it makes one for today. */
export function tellTrigger(world: World, trigger: OwnTriggerKind, urgent: boolean): Step {
  return withOwnFile(world, (file) => {
    const standing = visitMadeBefore(file, trigger, urgent);
    if (standing !== undefined) return saidFirst(comesLines(world, file, standing), mainMenu(world));
    const { visit, change } = mustVisitFor(world, file, trigger, urgent);
    return saidFirst(comesLines(world, file, visit), mainMenu(world), {
      changes: [change],
      messages: tellHelpers(file, trigger, visit),
    });
  });
}

function visitMadeBefore(
  { triggers, visits }: PersonFile,
  trigger: OwnTriggerKind,
  urgent: boolean,
): Visit | undefined {
  const same = triggers.filter(({ kind }) => kind === trigger).map(({ visitId }) => visitId);
  return visits.find((visit) => same.includes(visit.id) && (visit.urgent || !urgent));
}

/** Out of hours nobody is promised for today: those on duty are told, and there is a number to call. */
function comesLines(world: World, { person }: PersonFile, visit: Visit): Line[] {
  const station = stationOf(world.directory, person.areaId);
  const phone = line('helpers:comesPhone', { phone: { departmentPhone: station.id } });
  if (visit.urgent && !isOpen(world.calendar, station.officeHours, world.now))
    return [line('helpers:comesLater'), phone];
  const comes = line('helpers:comes', { date: { by: visit.dueOn, provisional: visit.provisional } });
  return visit.urgent ? [comes, phone] : [comes];
}

/** The helpers; of an urgent one the coordinators too, whatever the hour. */
function tellHelpers(file: PersonFile, trigger: OwnTriggerKind, visit: Visit): Message[] {
  const lines = [
    line('helpers:told', {
      name: { name: file.person.accountId },
      trigger: { text: `reports:trigger.${trigger}` },
      date: { by: visit.dueOn, provisional: visit.provisional },
    }),
  ];
  const told = toHelpers(file, lines);
  const coordinators: Message[] =
    visit.urgent && activeHelpers(file).length > 0
      ? [{ to: { coordinators: file.person.areaId }, lines, choices: [] }]
      : [];
  return [...told, ...coordinators].map((message) => ({ ...message, urgent: visit.urgent }));
}
