import { addDays, type Day } from '../../calendar/day.ts';
import { helpedUntil } from '../../people/arrival.ts';
import { readName } from '../../people/registration.ts';
import { replanned } from '../../visits/settle.ts';
import type { CaseFileAction, Correction } from '../actions/caseFile.ts';
import type { KeptFile } from '../caseFileFound.ts';
import { type Message, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { isApproved, type World } from '../world.ts';
import { only, withKeptFile } from './keptFile.ts';
import { humanChoice, mainMenu } from './menu.ts';

/** A release that is longer ago, or further ahead, is a slip of the finger. */
const farthestDays = { back: 20 * 366, ahead: 366 };

/** 改资料: what is in a file is put right. The person is told what was changed, and a new station whom it has to look after. */
export function correctFile(world: World, action: Extract<CaseFileAction, { do: 'correctFile' }>): Step {
  return withKeptFile(world, action.account, action.version, (kept) => {
    if (kept.accountVersion !== action.accountVersion) return only(world, line('deskFile:changedMeanwhile'));
    const { person, arrival } = kept.file;
    const wanted = read(action.correction);
    const trouble = troubleWith(world, kept, action.correction, wanted);
    if (trouble !== undefined) return only(world, trouble);
    const { area = person.areaId, releasedOn = person.releasedOn, paperDay } = wanted;
    const isMoved = area !== person.areaId;
    const isReleased = releasedOn !== null && releasedOn !== person.releasedOn;
    const isExpected = arrival !== null && paperDay !== undefined && paperDay !== arrival.dueOn;
    const released = isReleased ? { on: releasedOn, helpedUntil: helpedUntil(releasedOn) } : undefined;
    const changed = {
      ...wanted,
      area: isMoved ? area : undefined,
      releasedOn: released?.on,
      paperDay: isExpected ? paperDay : undefined,
    };
    const lines = linesFor(action.account, changed);
    if (lines.length === 0) return only(world, line('deskFile:nothingChanged'));
    const until = released?.helpedUntil ?? person.helpedUntil;
    return saidFirst([line('deskFile:corrected')], mainMenu(world), {
      changes: [
        {
          fact: 'fileCorrected',
          person: { id: person.id, version: person.version },
          account: { id: person.accountId, version: kept.accountVersion },
          name: wanted.name,
          phone: wanted.phone,
          area: changed.area,
          released,
          arrival: isExpected ? { id: arrival.id, version: arrival.version, dueOn: paperDay } : undefined,
          plan: isReleased
            ? replanned(world.calendar, { ...kept.file, person: { ...person, helpedUntil: until } }, null, world.today)
            : null,
        },
      ],
      messages: [
        {
          to: { account: action.account },
          discreet: true,
          lines: [line('deskFile:told.corrected'), ...lines],
          choices: [humanChoice],
        },
        ...(isMoved ? [toNewStation(action.account, area)] : []),
      ],
    });
  });
}

function toNewStation(account: string, area: string): Message {
  return {
    to: { coordinators: area },
    lines: [line('deskFile:told.coordinator', { name: { name: account }, area: { area } })],
    choices: [{ label: line('roster:file'), action: { do: 'personFile', account } }],
  };
}

/** As it is kept: a name in its usual form, a phone with something in it. */
function read({ name, phone, ...rest }: Correction): Correction {
  return {
    ...rest,
    ...(name === undefined ? {} : { name: readName(name) ?? '' }),
    ...(phone === undefined ? {} : { phone: phone?.normalize('NFKC').trim() ?? null }),
  };
}

function troubleWith(world: World, { file }: KeptFile, { phone }: Correction, wanted: Correction): Line | undefined {
  if (wanted.name === '') return line('register:notUnderstood.name');
  if (phone != null && !/^\+?[\d\s-]{7,20}$/.test(wanted.phone ?? '')) return line('register:notUnderstood.phone');
  if (wanted.area !== undefined && !mayPlace(world, wanted.area)) return line('register:notUnderstood.area');
  const { releasedOn, paperDay } = wanted;
  if (releasedOn !== undefined && !isWithinReach(world, releasedOn)) return line('register:notUnderstood.releasedOn');
  if (paperDay === undefined || paperDay === file.arrival?.dueOn) return undefined;
  if (file.arrival === null || file.arrival.reportedAt !== null) return line('deskFile:hasArrived');
  return isWithinReach(world, paperDay) ? undefined : line('register:notUnderstood.paperDay');
}

function isWithinReach({ today }: World, day: Day): boolean {
  return day >= addDays(today, -farthestDays.back) && day <= addDays(today, farthestDays.ahead);
}

/** An area with a station of its own, among those the sender coordinates or is the office of. */
function mayPlace(world: World, areaId: string): boolean {
  const { directory, memberships } = world;
  const path = directory.areas.get(areaId)?.path;
  if (path === undefined || !keepsStation(world, areaId)) return false;
  return memberships.some(
    ({ role, areaId: mine }) =>
      (role === 'coordinator' || role === 'office') && path.startsWith(directory.areas.get(mine)?.path ?? '-'),
  );
}

/** A coordinator of a place without a station is its station. */
function keepsStation(world: World, areaId: string): boolean {
  return (
    [...world.directory.departments.values()].some(
      (department) => department.areaId === areaId && department.kind === 'station',
    ) ||
    (isApproved(world, 'coordinator') &&
      world.memberships.some((mine) => mine.role === 'coordinator' && mine.areaId === areaId))
  );
}

function linesFor(account: string, { name, phone, area, releasedOn, paperDay }: Correction): Line[] {
  return [
    ...(name === undefined ? [] : [line('ownData:name', { name: { name: account } })]),
    ...(phone === undefined
      ? []
      : [phone === null ? line('register:shown.noPhone') : line('ownData:phone', { phone: { phone: account } })]),
    ...(area === undefined
      ? []
      : [line('deskFile:told.area', { area: { area }, address: { areaAddress: area }, phone: { areaPhone: area } })]),
    ...(releasedOn === undefined ? [] : [line('ownData:releasedOn', { date: { day: releasedOn } })]),
    ...(paperDay === undefined ? [] : [line('deskFile:told.paperDay', { date: { by: paperDay } })]),
  ];
}
