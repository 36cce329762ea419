import type { Deps } from '../deps.ts';
import type { StaffFound, StaffSearch } from '../dialogue/staffFound.ts';
import type { Person } from '../dialogue/world.ts';
import { fromRow, type Row } from './rows.ts';

const searches = new Set<string>(['template', 'colleagues', 'ownAbsence', 'reception'] satisfies StaffSearch['what'][]);

export function isStaffSearch(wanted: { readonly what: string }): wanted is StaffSearch {
  return searches.has(wanted.what);
}

interface Received {
  readonly row: Row;
  readonly accountId: string;
  readonly key: string;
  readonly hasPhone: boolean;
}

/** As `find_staff` gives it: what was asked for, and nothing else. */
type Answer = Partial<Omit<StaffFound, 'received'>> & { readonly received?: Received | null };

/** What it found, and the wrapped key of a person whose words the turn will seal. */
export async function searchStaff(
  { database }: Deps,
  request: StaffSearch & { readonly actor: string; readonly identityId: string },
): Promise<{ readonly staff: StaffFound; readonly keys: ReadonlyMap<string, string> }> {
  const [answer] = await database.query<{ found: Answer | null }>('select find_staff($1::jsonb) as found', [
    JSON.stringify(request),
  ]);
  const { template = null, colleagues = [], isAway = false, absence = null, received = null } = answer?.found ?? {};
  const person = received === null ? null : { person: fromRow<Person>(received.row), hasPhone: received.hasPhone };
  return {
    staff: { template, colleagues, isAway, absence, received: person },
    keys: new Map(received === null ? [] : [[received.accountId, received.key]]),
  };
}
