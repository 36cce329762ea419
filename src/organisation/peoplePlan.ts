import type { PlannedAccount } from './accountPlan.ts';
import { areaId } from './directoryRows.ts';
import type { Existing } from './setupState.ts';

/** New and moved rows of `person`, and how their teams change: the file's team is the team. `now` is ISO 8601. */
export function planPeople(existing: Existing, accounts: readonly PlannedAccount[], now: string) {
  const accountIds = new Map(accounts.map((account) => [account.entry.reference, account.id]));
  const people = accounts.flatMap((account) => {
    if (!('area' in account.entry)) return [];
    const { area, helpers } = account.entry;
    const id = account.existing?.personId ?? crypto.randomUUID();
    const isChanged = account.existing?.areaId !== areaId(area);
    const team = new Set(helpers.flatMap((helper) => accountIds.get(helper) ?? []));
    return [{ id, accountId: account.id, areaId: areaId(area), isChanged, team }];
  });
  const membersOf = (personId: string) => existing.teamMembers.filter((member) => member.personId === personId);
  return {
    person: people.filter((person) => person.isChanged).map((person) => personRow(person, now)),
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

function personRow(person: { readonly id: string; readonly accountId: string; readonly areaId: string }, now: string) {
  return {
    id: person.id,
    account_id: person.accountId,
    area_id: person.areaId,
    state: 'registered',
    created_at: now,
    version: 1,
  };
}

function teamMemberRow(personId: string, accountId: string, now: string) {
  return { id: crypto.randomUUID(), person_id: personId, account_id: accountId, since: now, until: null, version: 1 };
}
