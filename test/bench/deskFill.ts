/** Persons on file whose names can be opened, and requests in one department's queue, in SQL but for a few sealed names. */
import type { Database } from '../../src/db/database.ts';
import type { Vault } from '../../src/secrets/vault.ts';

interface Size {
  readonly persons: number;
  readonly requests: number;
}

/** Names are sealed for the accounts that the first pages show: the newest persons, and those whose requests come first. */
const shown = 200;

/** Fills a database that the demo was set up in. */
export async function fillForDesk(owner: Database, vault: Vault, { persons, requests }: Size): Promise<void> {
  await owner.execute(`
    create function filled(kind text, number integer) returns uuid language sql immutable as $$ select md5(kind || number)::uuid $$;
    insert into account (id, kind, key, name, locale, state, name_hash, created_at, version)
      select filled('account', n), 'person', 'k', 'n', 'zh-CN', 'active', md5('name' || n), timestamptz '2026-09-01' - n * interval '1 minute', 1
      from generate_series(1, ${persons}) n;
    create table home as select area_id as id, (row_number() over (order by area_id) - 1)::integer as number from department where kind = 'station';
    insert into person (id, account_id, area_id, state, released_on, created_at)
      select filled('person', n), filled('account', n), (select id from home where number = n % 2), 'agreed', date '2026-08-01',
        timestamptz '2026-09-01' - n * interval '1 minute'
      from generate_series(1, ${persons}) n;
    insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, created_at)
      select filled('referral', n), lpad(n::text, 9, '0'), filled('person', n), (select id from home where number = n % 2),
        (select department_id from membership m join account a on a.id = m.account_id where a.reference = 'staff-human-resources'),
        'training', 'new', n % 50 = 0, filled('account', n), 'a', date '2026-09-22' + n % 60, false, timestamptz '2026-09-18'
      from generate_series(1, ${requests}) n;
    insert into consent (id, person_id, purpose, department_id, referral_id, fields, wording, given_at)
      select gen_random_uuid(), r.person_id, 'passOn', r.department_id, r.id, '["name"]', 'x', r.created_at from referral r;`);
  await owner.query('analyze');
  const first = await owner.query<{ id: string }>(
    `select id from account where key = 'k' and id in (
      (select account_id from person order by created_at desc, id limit ${shown})
      union (select p.account_id from referral r join person p on p.id = r.person_id order by r.urgent desc, r.expected_on, r.id limit ${shown}))`,
  );
  for (const { id } of first) {
    const key = await vault.newKey(id);
    const name = await vault.seal({ id, key }, `account.name:${id}`, 'Lin Anping');
    await owner.query('update account set key = $2, name = $3 where id = $1', [id, key, name]);
  }
}
