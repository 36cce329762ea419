import type { Deps } from '../deps.ts';
import type {
  Absence,
  Candidate,
  CoverFound,
  HelpedPerson,
  HelperFound,
  RegisterFound,
  RegisterSearch,
} from '../dialogue/registerFound.ts';
import type { DueVisit, Membership } from '../dialogue/world.ts';
import { hashName, hashPhone } from '../secrets/onFile.ts';
import type { Visit } from '../visits/visit.ts';
import { type PersonFileRows, personFileFrom } from './personFile.ts';
import { fromRow, type Row } from './rows.ts';

const searches = new Set<string>([
  'duplicates',
  'roster',
  'registerFile',
  'candidates',
  'arrivals',
  'overdue',
  'lateHelpers',
  'lateOf',
  'lateDepartments',
  'swaps',
  'workers',
  'worker',
  'areaCounts',
  'cover',
  'undelivered',
] satisfies RegisterSearch['what'][]);

export function isRegisterSearch(wanted: { readonly what: string }): wanted is RegisterSearch {
  return searches.has(wanted.what);
}

/** The search as the database gets it: what was typed goes there as keyed hashes only. */
export async function hashedSearch({ vault }: Deps, wanted: RegisterSearch): Promise<object> {
  if (wanted.what === 'duplicates') {
    const { what, name, phone } = wanted;
    return { what, nameHash: await hashName(vault, name), phoneHash: await hashPhone(vault, phone) };
  }
  if (wanted.what !== 'roster' || wanted.name === undefined) return wanted;
  const { name, ...rest } = wanted;
  return { ...rest, nameHash: await hashName(vault, name) };
}

/** What `find_register` answered. Rows of tables are renamed; what it counted or chose is named as we read it. */
export function registerFoundFrom(wanted: RegisterSearch, answer: Row): RegisterFound {
  switch (wanted.what) {
    case 'registerFile':
    case 'candidates':
      return { ...answer, what: wanted.what, file: fileIn(answer) } as RegisterFound;
    case 'lateOf':
    case 'swaps':
      return { ...answer, what: wanted.what, visits: (answer.visits as Row[]).map(dueVisitFrom) } as RegisterFound;
    case 'cover':
      return { what: wanted.what, ...coverFrom(answer) };
    case 'worker':
      return {
        ...answer,
        what: wanted.what,
        memberships: (answer.memberships as Row[]).map((row) => fromRow<Membership>(row)),
      } as unknown as RegisterFound;
    default:
      return { ...answer, what: wanted.what } as RegisterFound;
  }
}

/** As `find_cover` and `desk_helper` give it. */
export function coverFrom(answer: Row): CoverFound {
  const helper = (answer.helper ?? null) as Row | null;
  return {
    helper: helper === null ? null : ({ ...helper, absence: absenceFrom(helper.absence) } as unknown as HelperFound),
    people: (answer.people as Row[]).map(
      (row) =>
        ({ ...row, next: row.next === null ? null : fromRow<Visit>(row.next as Row) }) as unknown as HelpedPerson,
    ),
    candidates: answer.candidates as Candidate[],
  };
}

export function absenceFrom(row: unknown): Absence | null {
  return row === null || row === undefined ? null : fromRow<Absence>(row as Row);
}

function fileIn({ file }: Row) {
  return file === null ? null : personFileFrom(file as PersonFileRows);
}

function dueVisitFrom(row: Row): DueVisit {
  return { visit: fromRow<Visit>(row.row as Row), personAccountId: String(row.accountId) };
}

/** The wrapped key of whom a found file is about. */
export function keysInFound(answer: Row): ReadonlyMap<string, string> {
  const file = (answer.file ?? null) as PersonFileRows | null;
  return new Map(file === null ? [] : [[file.account.id, file.account.key]]);
}
