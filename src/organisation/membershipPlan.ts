import type { PlannedAccount } from './accountPlan.ts';
import { areaId, departmentId } from './directoryRows.ts';
import type { Organisation, RoleEntry, WorkerEntry } from './file.ts';
import type { Existing } from './setupState.ts';

interface Place {
  readonly accountId: string;
  readonly role: string;
  readonly areaId: string;
  readonly departmentId: string | null;
}

interface Request {
  readonly organisation: Organisation;
  readonly existing: Existing;
  readonly accounts: readonly PlannedAccount[];
  /** ISO 8601. */
  readonly now: string;
  /** A demo's memberships need no second yes. */
  readonly approved: boolean;
}

/**
 * New rows of `membership`, and those of an earlier set-up that the file no longer has. Only the first office of all
 * takes effect at once: there is nobody yet who could say the second yes to it.
 */
export function planMemberships({ organisation, existing, accounts, now, approved }: Request) {
  const workers = accounts.filter((account) => account.kind === 'worker');
  const wanted = workers.flatMap(({ id, entry }) =>
    'roles' in entry ? entry.roles.map((role) => placeOf(organisation, id, role)) : [],
  );
  const listed = new Set(workers.map((account) => account.id));
  const ended = existing.memberships.filter(
    (row) => row.bySetup && listed.has(row.accountId) && !wanted.some((place) => isSame(place, row)),
  );
  const made = wanted.filter((place) => !existing.memberships.some((row) => isSame(place, row)));
  const hasOffice = existing.memberships.some((row) => row.role === 'office' && row.state === 'approved');
  const firstOffice = hasOffice ? undefined : made.find((place) => place.role === 'office');
  return {
    membership: made.map((place) => membershipRow(place, approved || place === firstOffice, now)),
    endedMembership: ended.map(({ id }) => ({ id })),
  };
}

/** Where a role is held, as references in the file. */
export function placeInFile(
  organisation: Organisation,
  entry: RoleEntry,
): { readonly area: string; readonly department: string | undefined } {
  if (entry.role === 'staff') {
    const department = organisation.departments.find((candidate) => candidate.reference === entry.department);
    if (department === undefined) throw new Error('a checked file knows its departments');
    return { area: department.area, department: department.reference };
  }
  if (entry.role !== 'coordinator') return { area: entry.area, department: undefined };
  // A coordinator works the station's own queue, too.
  const station = organisation.departments.find(({ kind, area }) => kind === 'station' && area === entry.area);
  return { area: entry.area, department: station?.reference };
}

/** The role that a worker is listed with. */
export function firstRole(worker: WorkerEntry): RoleEntry {
  const [first] = worker.roles;
  if (first === undefined) throw new Error('a checked file gives each worker a role');
  return first;
}

function placeOf(organisation: Organisation, accountId: string, entry: RoleEntry): Place {
  const { area, department } = placeInFile(organisation, entry);
  return {
    accountId,
    role: entry.role,
    areaId: areaId(area),
    departmentId: department === undefined ? null : departmentId(organisation, department),
  };
}

function isSame(one: Place, other: Place): boolean {
  return (
    one.accountId === other.accountId &&
    one.role === other.role &&
    one.areaId === other.areaId &&
    one.departmentId === other.departmentId
  );
}

function membershipRow(place: Place, isApproved: boolean, now: string) {
  return {
    id: crypto.randomUUID(),
    account_id: place.accountId,
    role: place.role,
    area_id: place.areaId,
    department_id: place.departmentId,
    state: isApproved ? 'approved' : 'proposed',
    proposed_by: null,
    approved_by: isApproved ? 'operator' : null,
    created_at: now,
    version: 1,
  };
}
