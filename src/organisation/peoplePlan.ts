import { addMonths, type Day, dayOf, instantAt } from '../calendar/day.ts';
import type { Calendar } from '../calendar/workingDays.ts';
import { arrivalDueOn, helpedUntil } from '../people/arrival.ts';
import { newNumber } from '../secrets/codes.ts';
import { nextVisit } from '../visits/plan.ts';
import type { PlannedAccount } from './accountPlan.ts';
import type { Directory } from './directory.ts';
import { areaId } from './directoryRows.ts';
import type { PersonEntry } from './file.ts';
import { checkInMonthsFor } from './settings.ts';
import type { Existing } from './setupState.ts';

interface PlannedPerson {
  readonly id: string;
  readonly accountId: string;
  readonly entry: PersonEntry;
  readonly isNew: boolean;
  readonly isMoved: boolean;
  readonly team: ReadonlySet<string>;
}

/** New and moved rows of `person`, what a new file begins with, and how teams change: the file's team is the team. */
export function planPeople(directory: Directory, existing: Existing, accounts: readonly PlannedAccount[], now: string) {
  const people = plannedPeople(accounts);
  const fresh = people.filter(({ isNew }) => isNew);
  const membersOf = (personId: string) => existing.teamMembers.filter((member) => member.personId === personId);
  return {
    person: people.filter(({ isMoved }) => isMoved).map((person) => personRow(directory, person, now)),
    arrival: fresh.map((person) => arrivalRow(person, now)),
    visit: fresh.flatMap((person) => firstVisitRows(directory.calendar, person, now)),
    teamMember: people.flatMap(({ id, team }) => {
      const present = new Set(membersOf(id).map((member) => member.accountId));
      return [...team].filter((helper) => !present.has(helper)).map((helper) => teamMemberRow(id, helper, now));
    }),
    endedTeamMember: people.flatMap(({ id, team }) =>
      membersOf(id)
        .filter((member) => !team.has(member.accountId))
        .map((member) => ({ id: member.id })),
    ),
  };
}

function plannedPeople(accounts: readonly PlannedAccount[]): PlannedPerson[] {
  const accountIds = new Map(accounts.map((account) => [account.entry.reference, account.id]));
  return accounts.flatMap(({ id: accountId, entry, existing }) => {
    if (!('area' in entry)) return [];
    const id = existing?.personId ?? crypto.randomUUID();
    const isNew = existing?.personId == null;
    const isMoved = existing?.areaId !== areaId(entry.area);
    const team = new Set(entry.helpers.flatMap((helper) => accountIds.get(helper) ?? []));
    return [{ id, accountId, entry, isNew, isMoved, team }];
  });
}

function personRow(directory: Directory, { id, accountId, entry }: PlannedPerson, now: string) {
  const months = checkInMonthsFor(directory, areaId(entry.area));
  return {
    id,
    account_id: accountId,
    area_id: areaId(entry.area),
    state: 'registered',
    released_on: entry.releasedOn ?? null,
    helped_until: entry.releasedOn === undefined ? null : helpedUntil(entry.releasedOn),
    check_in_every_months: months,
    shielded: false,
    next_check_in_on:
      entry.arrivedOn === undefined ? null : nextCheckInOn(entry.arrivedOn, months, dayOf(new Date(now))),
    visit_every_months: 6,
    created_at: now,
    version: 1,
  };
}

/** The first day after today that lies a whole number of intervals after the arrival. */
function nextCheckInOn(arrivedOn: Day, interval: number, today: Day): Day {
  let months = interval;
  while (addMonths(arrivedOn, months) <= today) months += interval;
  return addMonths(arrivedOn, months);
}

function arrivalRow({ id, entry }: PlannedPerson, now: string) {
  const today = dayOf(new Date(now));
  return {
    id: crypto.randomUUID(),
    person_id: id,
    due_on: arrivalDueOn(entry.paperDay ?? null, entry.releasedOn ?? today),
    number: newNumber(),
    reported_at: entry.arrivedOn === undefined ? null : instantAt(entry.arrivedOn, 9).toISOString(),
    version: 1,
  };
}

/** Who has arrived already is due to be seen by the usual rules. */
function firstVisitRows(calendar: Calendar, { id, entry }: PlannedPerson, now: string) {
  if (entry.arrivedOn === undefined) return [];
  const until = entry.releasedOn === undefined ? null : helpedUntil(entry.releasedOn);
  const history = { arrivedOn: entry.arrivedOn, everyMonths: 6, lastMetOn: null, helpedUntil: until } as const;
  const next = nextVisit(calendar, history, dayOf(new Date(now)));
  if (next === null) return [];
  return [
    {
      id: crypto.randomUUID(),
      person_id: id,
      kind: 'regular',
      slot: next.slot,
      urgent: false,
      opens_on: next.opensOn,
      due_on: next.dueOn,
      provisional: next.provisional,
      state: 'due',
      created_at: now,
      version: 1,
    },
  ];
}

function teamMemberRow(personId: string, accountId: string, now: string) {
  return {
    id: crypto.randomUUID(),
    person_id: personId,
    account_id: accountId,
    state: 'active',
    since: now,
    until: null,
    version: 1,
  };
}
