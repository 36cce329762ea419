import type { Deps } from '../deps.ts';
import type { Found, Membership, Person, Search } from '../dialogue/world.ts';
import type { Referral } from '../referrals/referral.ts';
import type { TurnRead } from './readTurn.ts';
import { fileFrom, type ReferralRows } from './referralFile.ts';
import { fromRow, type Row } from './rows.ts';

/** The further read of a turn: a list, through the same scope. */
export async function search(deps: Deps, read: TurnRead, wanted: Search): Promise<Found> {
  const request = { ...wanted, actor: read.owner?.id ?? '', identityId: read.identity.id };
  const [answer] = await deps.database.query<{ found: Row[] }>('select find_rows($1::jsonb) as found', [
    JSON.stringify(request),
  ]);
  const rows = answer?.found ?? [];
  const inner = <Value>(row: Row) => fromRow<Value>(row.row as Row);
  const referrals = wanted.what === 'matters' || wanted.what === 'conversation';
  return {
    referrals: referrals ? rows.map((row) => fromRow<Referral>(row)) : [],
    queue:
      wanted.what === 'queue'
        ? rows.map((row) => ({ referral: inner<Referral>(row), personAccountId: String(row.personAccountId) }))
        : [],
    people:
      wanted.what === 'people'
        ? rows.map((row) => ({ accountId: inner<Person>(row).accountId, joined: row.chat !== null }))
        : [],
    memberships:
      wanted.what === 'approvals' || wanted.what === 'membership' ? rows.map((row) => inner<Membership>(row)) : [],
    calls:
      wanted.what === 'calls'
        ? rows.map((row) => ({
            ...inner<{ id: string; version: number; createdAt: string }>(row),
            accountId: String(row.accountId),
          }))
        : [],
    stuck: wanted.what === 'stuck' && rows[0] !== undefined ? fileFrom(rows[0] as unknown as ReferralRows) : null,
  };
}
