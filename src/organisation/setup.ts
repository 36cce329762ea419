import { type Database, sqlState, sqlStateOf } from '../db/database.ts';
import type { Links } from '../deps.ts';
import { PlainError } from '../plainError.ts';
import type { Code } from '../secrets/codes.ts';
import type { Vault } from '../secrets/vault.ts';
import { accountRows, makeCodes, type PlannedAccount, planAccounts } from './accountPlan.ts';
import { keepDeskEdits } from './deskEdits.ts';
import type { Localised } from './directory.ts';
import { areaId, directoryRows } from './directoryRows.ts';
import type { Organisation, RoleEntry } from './file.ts';
import { areasAbove } from './fileChecks.ts';
import { firstRole, placeInFile, planMemberships } from './membershipPlan.ts';
import { planPeople } from './peoplePlan.ts';
import { readDirectory } from './readDirectory.ts';
import { type Existing, readExisting } from './setupState.ts';

export interface SetUpDeps {
  readonly database: Database;
  readonly vault: Vault;
  /** A hand-driven clock's time; null stands for the database's own. */
  readonly now: Date | null;
  readonly links: Links;
}

export interface SetUpOptions {
  /** Fills an empty database, marks it as a demo, and counts everybody as approved. */
  readonly demo?: boolean;
  /** New codes also for those who still have an unused one, which stops working. */
  readonly newCodes?: boolean;
  /** The file's departments and routes also where an office has set something else at the desk since. */
  readonly overDesk?: boolean;
  /** Told of each that stays as it was set at the desk, by its place in the file. */
  readonly onKept?: (place: string, changedAt: string) => void;
}

/** An account that a code was made for. */
export interface CodedAccount {
  readonly id: string;
  readonly reference: string;
  readonly role: 'person' | RoleEntry['role'];
  readonly name: string;
  readonly department?: Localised;
  /** The area whose station looks after them. */
  readonly station?: Localised;
  /** Spoken, `XXXXX-XXXXX`. */
  readonly code: string;
  readonly links: { readonly web: string; readonly telegram?: string };
}

/**
 * Brings an organisation into the database: what is new is made, what changed is changed, what the file no longer names
 * stays, and so does what was set at the desk since. Nobody's membership takes effect without a second human's yes, but for the first office's, whom whoever runs
 * this answers for. Returns those who were given a code: whoever never joined and has no valid one.
 * Throws PlainError for a demo on a database that has accounts, a file on a demo, and what cannot be changed.
 */
export async function setUp(
  deps: SetUpDeps,
  organisation: Organisation,
  { demo = false, newCodes = false, overDesk = false, onKept = () => undefined }: SetUpOptions = {},
): Promise<CodedAccount[]> {
  const { vault } = deps;
  const existing = await readExisting(deps.database);
  refuse(existing, organisation, demo);
  const now = deps.now?.toISOString() ?? existing.now;
  const directory = await readDirectory(deps.database, existing.directoryVersion);
  const wanted = directoryRows(organisation);
  const { rows, kept } = keepDeskEdits(directory, wanted);
  const accounts = await planAccounts(vault, withoutErased(organisation, existing), existing);
  const waiting = accounts.filter(({ existing: account }) => !account?.joined && (newCodes || !account?.coded));
  const codes = await makeCodes(vault, waiting, now);
  await write(deps.database, {
    now,
    directoryVersion: existing.directoryVersion,
    demo,
    ...(overDesk ? wanted : rows),
    account: await accountRows(vault, accounts, now),
    ...planMemberships({ organisation, existing, accounts, now, approved: demo }),
    ...planPeople(directory, existing, accounts, now),
    enrolment: codes.map(({ row }) => row),
  });
  if (!overDesk) for (const { place, changedAt } of kept) onKept(place, changedAt);
  return codes.map(({ account, code }) => present(organisation, deps.links, account, code));
}

async function write(database: Database, rows: unknown): Promise<void> {
  await database.query('select write_setup($1::jsonb)', [JSON.stringify(rows)]).catch((error: unknown) => {
    if (sqlStateOf(error) !== sqlState.rowChanged) throw error;
    throw new PlainError('Somebody else set up this database at the same moment; please try again.');
  });
}

function refuse(existing: Existing, organisation: Organisation, demo: boolean): void {
  if (demo && existing.accounts.length > 0) {
    throw new PlainError('The demo wants an empty database, and this one has accounts.');
  }
  if (!demo && existing.demo)
    throw new PlainError('This database is a demo; a real organisation wants one of its own.');
  for (const [index, entry] of organisation.areas.entries()) {
    const row = existing.areas.find((area) => area.id === areaId(entry.reference));
    const parentId = entry.parent === undefined ? null : areaId(entry.parent);
    if (row !== undefined && row.parentId !== parentId) {
      throw new PlainError(`areas[${index}].parent: an area that was set up cannot move to another parent`);
    }
  }
}

/** Who had themselves erased is not brought back by a file that still names them. */
function withoutErased(organisation: Organisation, { erased }: Existing): Organisation {
  return { ...organisation, people: organisation.people.filter(({ reference }) => !erased.includes(reference)) };
}

function present(organisation: Organisation, links: Links, { id, entry }: PlannedAccount, code: Code): CodedAccount {
  const role = 'roles' in entry ? firstRole(entry) : undefined;
  const place = role === undefined ? undefined : placeInFile(organisation, role);
  const area = 'area' in entry ? entry.area : place?.area;
  const department = organisation.departments.find((candidate) => candidate.reference === place?.department)?.name;
  const station = stationName(organisation, area);
  return {
    id,
    reference: entry.reference,
    role: role?.role ?? 'person',
    name: entry.name,
    ...(department === undefined ? {} : { department }),
    ...(station === undefined ? {} : { station }),
    code: code.spoken,
    links: {
      web: `${links.web}/chat#${code.link}`,
      ...(links.telegramBot === undefined ? {} : { telegram: `https://t.me/${links.telegramBot}?start=${code.link}` }),
    },
  };
}

function stationName(organisation: Organisation, area: string | undefined): Localised | undefined {
  const hasStation = (reference: string) =>
    organisation.departments.some((entry) => entry.kind === 'station' && entry.area === reference);
  const nearest = areasAbove(organisation, area).find(hasStation);
  return organisation.areas.find((entry) => entry.reference === nearest)?.name;
}
