/** What is held about a person, in short screens. */
import { dayOf } from '../../calendar/day.ts';
import { stationOf } from '../../organisation/directory.ts';
import type { Arrival } from '../../people/arrival.ts';
import type { CheckIn } from '../../people/checkIn.ts';
import type { VisitRecord } from '../../visits/visit.ts';
import { type Choice, type Outcome, reply, type Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { OwnData, World } from '../world.ts';
import { onFileLines, teamLines, visitLines } from './helpers.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { ownDataScreen, sectionChoice, withOwnData } from './ownData.ts';
import { whoLookedChoice } from './whoLooked.ts';

/** 我的信息: what there is to see, and what can be done about it. */
export function showOwnData(world: World, first: readonly Line[] = []): Outcome {
  if (world.person === null) return mainMenu(world);
  return reply(
    { name: 'ownData', section: null },
    [...first, line('ownData:home')],
    [
      sectionChoice('self'),
      sectionChoice('onFile'),
      sectionChoice('contacts'),
      { label: line('ownData:requests'), action: { do: 'matters', page: 0 } },
      sectionChoice('consents'),
      sectionChoice('correct'),
      sectionChoice('copy'),
      sectionChoice('keeping'),
      backChoice,
      humanChoice,
    ],
  );
}

export function showSelf(world: World): Step {
  return withOwnData(world, (data) =>
    ownDataScreen(
      'self',
      [line('ownData:selfTitle'), ...selfLines(world, data)],
      [sectionChoice('correct'), whoLookedChoice],
    ),
  );
}

export function selfLines(world: Pick<World, 'directory'>, { file: { person, hasPhone, arrival } }: OwnData): Line[] {
  const account = person.accountId;
  const { id } = stationOf(world.directory, person.areaId);
  return [
    line('ownData:name', { name: { name: account } }),
    hasPhone ? line('ownData:phone', { phone: { phone: account } }) : line('roster:noPhone'),
    ...(arrival?.hasStaying === true ? [line('ownData:staying', { staying: { staying: account } })] : []),
    line('ownData:station', { station: { department: id }, phone: { departmentPhone: id } }),
    ...(person.releasedOn === null ? [] : [line('ownData:releasedOn', { date: { number: person.releasedOn } })]),
    ...periodLines(person),
    ...(arrival === null ? [] : [arrivalLine(arrival)]),
    ...(person.shielded ? [line('ownData:shielded')] : []),
  ];
}

function periodLines({ periodEndedAt, helpedUntil }: OwnData['file']['person']): Line[] {
  if (periodEndedAt !== null) return [line('ownData:periodEnded')];
  return helpedUntil === null ? [] : [line('ownData:helpedUntil', { date: { number: helpedUntil } })];
}

function arrivalLine({ reportedAt, paperSeenAt, dueOn, number }: Arrival): Line {
  if (reportedAt === null) return line('ownData:arrivalDue', { date: { by: dueOn }, number: { number } });
  const said = { date: { day: dayOf(new Date(reportedAt)) }, number: { number } };
  return line(paperSeenAt === null ? 'ownData:arrived' : 'ownData:arrivedSeen', said);
}

/** Check-ins, needs and what was reported; what somebody said themselves they can take back with one tap. */
export function showOnFile(world: World, first: readonly Line[] = []): Step {
  return withOwnData(world, ({ file, checkIns }) => {
    const asked = checkIns.length === 0 ? [line('ownData:checkInsNone')] : checkIns.map(checkInLine);
    const next = file.person.nextCheckInOn;
    const kept = onFileLines(world, file);
    const own = file.needs.filter(({ statedBy, endsOn }) => statedBy === world.account?.id && endsOn >= world.today);
    const drops = own.slice(0, 6).map(
      ({ id, kind }): Choice => ({
        label: line('ownData:drop', { need: { text: `visits:need.${kind}` } }),
        action: { do: 'dropNeed', need: id },
      }),
    );
    return ownDataScreen(
      'onFile',
      [
        ...first,
        line('ownData:checkInsTitle'),
        ...asked,
        ...(next === null ? [] : [line('ownData:nextCheckIn', { date: { day: next } })]),
        ...(kept.length === 0 ? [line('ownData:needsNone')] : kept),
      ],
      [...drops, wrongChoice],
    );
  });
}

export const wrongChoice: Choice = {
  label: line('ownData:wrong'),
  action: { do: 'askAboutData', matter: 'correct' },
};

export function checkInLine({ state, feeling, callMe, opensOn, answeredAt }: CheckIn): Line {
  const date = { day: answeredAt === null ? opensOn : dayOf(new Date(answeredAt)) };
  if (feeling !== null)
    return line(callMe ? 'ownData:checkInCall' : 'ownData:checkIn', {
      date,
      feeling: { text: `checkIn:feeling.${feeling}` },
    });
  switch (state) {
    case 'missed':
      return line('ownData:checkInMissed', { date });
    case 'paused':
      return line('ownData:checkInPaused', { date });
    case 'open':
    case 'done':
      return line('ownData:checkInOpen', { date });
  }
}

export function dropNeed(world: World, needId: string): Step {
  return withOwnData(world, (data) => {
    const need = data.file.needs.find(({ id, statedBy }) => id === needId && statedBy === world.account?.id);
    if (need === undefined) return showOnFile(world);
    const needs = data.file.needs.filter(({ id }) => id !== needId);
    const found = world.found === null ? null : { ...world.found, ownData: { ...data, file: { ...data.file, needs } } };
    const { id, version, kind } = need;
    const shown = showOnFile({ ...world, found }, [line('ownData:dropped', { need: { text: `visits:need.${kind}` } })]);
    return 'search' in shown ? shown : { ...shown, changes: [{ fact: 'needDropped', need: { id, version } }] };
  });
}

/** Who is in contact, when somebody comes, and what was noted of the last times, word for word. */
export function showContacts(world: World): Step {
  return withOwnData(world, ({ file }) => {
    const records = file.records.flatMap(recordLines);
    return ownDataScreen(
      'contacts',
      [
        ...teamLines(file),
        ...visitLines(file),
        ...(records.length === 0 ? [line('ownData:recordsNone')] : [line('ownData:recordsTitle'), ...records]),
      ],
      [{ label: line('menu:myHelpers'), action: { do: 'myHelpers' } }, wrongChoice],
    );
  });
}

const recordKeys = { met: 'recordMet', notMet: 'recordNotMet', rescheduled: 'recordRescheduled' } as const;

export function recordLines({ id, outcome, happenedOn, byAccount, hasNote }: VisitRecord): Line[] {
  const helper = { name: byAccount };
  return [
    line(`ownData:${recordKeys[outcome]}`, { date: { day: happenedOn }, helper }),
    ...(hasNote ? [line('ownData:note', { helper, note: { note: id } })] : []),
  ];
}
