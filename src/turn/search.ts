import type { Deps } from '../deps.ts';
import type { CaseFileSearch } from '../dialogue/caseFileFound.ts';
import type { DeskSearch } from '../dialogue/deskFound.ts';
import type { RegisterSearch } from '../dialogue/registerFound.ts';
import type { RuleName } from '../dialogue/rules.ts';
import type { StaffSearch } from '../dialogue/staffFound.ts';
import {
  type Call,
  type Found,
  type Membership,
  nothingFound,
  type PeopleSearch,
  type Person,
  type Search,
} from '../dialogue/world.ts';
import catalogue from '../i18n/catalogue.ts';
import type { Referral } from '../referrals/referral.ts';
import type { Visit } from '../visits/visit.ts';
import { type OwnDataRows, ownDataFrom } from './ownData.ts';
import { type PersonFileRows, personFileFrom } from './personFile.ts';
import type { TurnRead } from './readTurn.ts';
import { fileFrom, type ReferralRows } from './referralFile.ts';
import { fromRow, type Row } from './rows.ts';
import {
  type CaseFileAnswer,
  caseFileFoundFrom,
  isCaseFileSearch,
  keysInCaseFiles,
  type SealedText,
} from './searchCaseFile.ts';
import { searchDesk } from './searchDesk.ts';
import { hashedSearch, isRegisterSearch, keysInFound, registerFoundFrom } from './searchRegister.ts';
import { isStaffSearch, searchStaff } from './searchStaff.ts';

type OwnDataSearch = Extract<Search, { what: 'ownData' }>;

/** What a search found, and the wrapped keys of the accounts it is about. */
export interface SearchResult {
  readonly found: Found;
  readonly keys: ReadonlyMap<string, string>;
  readonly texts?: readonly SealedText[];
}

/** The further read of a turn: a list or a file, through the same scope. */
export async function search(deps: Deps, read: TurnRead, wanted: Search): Promise<SearchResult> {
  const scope = { today: read.world.today, actor: read.owner?.id ?? '', identityId: read.identity.id };
  if (isRegisterSearch(wanted)) {
    const [answer] = await deps.database.query<{ found: Row }>('select find_register($1::jsonb) as found', [
      JSON.stringify({ ...(await hashedSearch(deps, wanted)), ...scope }),
    ]);
    if (answer === undefined) throw new Error('find_register gave no row');
    const register = registerFoundFrom(wanted, answer.found);
    const file = 'file' in register ? register.file : null;
    return {
      found: { ...nothingFound, file, register },
      keys: keysInFound(answer.found),
    };
  }
  if (wanted.what === 'desk') {
    const desk = await searchDesk(deps, wanted, { ...scope, now: read.world.now });
    return { found: { ...nothingFound, desk }, keys: new Map() };
  }
  if (isStaffSearch(wanted)) {
    const { staff, keys } = await searchStaff(deps, { ...wanted, ...scope });
    return { found: { ...nothingFound, staff }, keys };
  }
  const request = { ...wanted, ...scope };
  if (isCaseFileSearch(wanted)) {
    const [answer] = await deps.database.query<{ found: CaseFileAnswer }>('select find_case_file($1::jsonb) as found', [
      JSON.stringify(request),
    ]);
    if (answer === undefined) throw new Error('find_case_file gave no row');
    const { texts = [] } = answer.found;
    return {
      found: { ...nothingFound, caseFile: caseFileFoundFrom(wanted, answer.found) },
      keys: keysInCaseFiles(answer.found),
      texts,
    };
  }
  if (wanted.what === 'ownData') {
    const [answer] = await deps.database.query<{ found: OwnDataRows }>('select find_own_data($1::jsonb) as found', [
      JSON.stringify(request),
    ]);
    const rows = answer?.found;
    return { found: { ...nothingFound, ownData: rows === undefined ? null : ownDataFrom(rows) }, keys: new Map() };
  }
  const rows = async (finder: 'find_rows' | 'find_people') => {
    const [answer] = await deps.database.query<{ found: Row[] }>(`select ${finder}($1::jsonb) as found`, [
      JSON.stringify(request),
    ]);
    return answer?.found ?? [];
  };
  return isAboutPeople(wanted)
    ? foundPeople(wanted, await rows('find_people'))
    : { found: foundRows(wanted, await rows('find_rows')), keys: new Map() };
}

const aboutPeople = new Set<Search['what']>(['file', 'dueVisits', 'myPeople', 'standIns', 'whoLooked', 'why']);

function isAboutPeople(
  wanted: Exclude<Search, RegisterSearch | OwnDataSearch | DeskSearch | StaffSearch | CaseFileSearch>,
): wanted is PeopleSearch {
  return aboutPeople.has(wanted.what);
}

function isRule(rule: unknown): rule is RuleName {
  return typeof rule === 'string' && Object.hasOwn(catalogue['zh-CN'].why, rule);
}

function inner<Value>(row: Row): Value {
  return fromRow<Value>(row.row as Row);
}

function foundRows(
  wanted: Exclude<Search, PeopleSearch | RegisterSearch | OwnDataSearch | DeskSearch | StaffSearch | CaseFileSearch>,
  rows: readonly Row[],
): Found {
  switch (wanted.what) {
    case 'matters':
    case 'conversation':
      return { ...nothingFound, referrals: rows.map((row) => fromRow<Referral>(row)) };
    case 'queue':
      return {
        ...nothingFound,
        queue: rows.map((row) => ({ referral: inner<Referral>(row), personAccountId: String(row.personAccountId) })),
      };
    case 'people':
      return {
        ...nothingFound,
        people: rows.map((row) => ({ accountId: inner<Person>(row).accountId, joined: row.chat !== null })),
      };
    case 'approvals':
    case 'membership':
      return { ...nothingFound, memberships: rows.map((row) => inner<Membership>(row)) };
    case 'calls':
      return {
        ...nothingFound,
        calls: rows.map((row) => ({
          ...inner<Omit<Call, 'accountId'>>(row),
          accountId: String(row.accountId),
        })),
      };
    case 'stuck':
      return { ...nothingFound, stuck: rows[0] === undefined ? null : fileFrom(rows[0] as unknown as ReferralRows) };
  }
}

function foundPeople(wanted: PeopleSearch, rows: readonly Row[]): SearchResult {
  const [first] = rows;
  const none = new Map<string, string>();
  switch (wanted.what) {
    case 'file': {
      if (first === undefined || first === null) return { found: nothingFound, keys: none };
      const file = first as unknown as PersonFileRows;
      return {
        found: { ...nothingFound, file: personFileFrom(file) },
        keys: new Map([[file.account.id, file.account.key]]),
      };
    }
    case 'dueVisits': {
      const dueVisits = rows.map((row) => ({ visit: inner<Visit>(row), personAccountId: String(row.accountId) }));
      return { found: { ...nothingFound, dueVisits }, keys: none };
    }
    case 'myPeople': {
      const people = rows.map((row) => ({ accountId: String(row.accountId), joined: true }));
      return { found: { ...nothingFound, people }, keys: none };
    }
    case 'whoLooked':
      return { found: { ...nothingFound, looks: rows as unknown as Found['looks'] }, keys: none };
    case 'why': {
      const why = first?.rule;
      return { found: { ...nothingFound, why: isRule(why) ? why : null }, keys: none };
    }
    case 'standIns': {
      const absence = (first?.absence ?? null) as Row | null;
      const found: Found = {
        ...nothingFound,
        standIns: (first?.helpers ?? []) as string[],
        absence: absence === null ? null : fromRow<NonNullable<Found['absence']>>(absence),
      };
      return { found, keys: none };
    }
  }
}
