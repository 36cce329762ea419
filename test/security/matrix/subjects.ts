/** What the cells of the rights matrix are about: the same things twice, once in either part of the district. */
import { ask } from '../../support/person.ts';
import type { Phone, Town } from '../../support/town.ts';

/** By the names that actions have for what they are about. */
export interface Subject {
  readonly referral: string;
  /** A person's account. */
  readonly account: string;
  readonly visit: string;
  readonly membership: string;
  readonly task: string;
  readonly message: string;
  readonly member: string;
  readonly helper: string;
  readonly department: string;
  readonly consent: string;
  readonly need: string;
  /** A way in to the desk of one of the department, and a session there. */
  readonly login: string;
  readonly session: string;
  readonly closing: string;
  /** Two files of which one would go into the other. */
  readonly keep: string;
  readonly gone: string;
}

/** Nothing has these ids. */
export const missing: Subject = {
  referral: crypto.randomUUID(),
  account: crypto.randomUUID(),
  visit: crypto.randomUUID(),
  membership: crypto.randomUUID(),
  task: crypto.randomUUID(),
  message: crypto.randomUUID(),
  member: crypto.randomUUID(),
  helper: crypto.randomUUID(),
  department: crypto.randomUUID(),
  consent: crypto.randomUUID(),
  need: crypto.randomUUID(),
  login: crypto.randomUUID(),
  session: crypto.randomUUID(),
  closing: crypto.randomUUID(),
  keep: crypto.randomUUID(),
  gone: crypto.randomUUID(),
};

interface Around {
  readonly person: string;
  readonly phone: Phone;
  readonly kind: 'training' | 'health';
  /** Who waits for a second yes. */
  readonly proposed: string;
  /** Whose desk it is. */
  readonly desk: string;
}

/** Everything that an action can name, around one person. */
export async function subjectAround(town: Town, { person, phone, kind, proposed, desk }: Around): Promise<Subject> {
  const account = town.account(person).id;
  const referral = await ask(town, phone, kind);
  const now = town.now.toISOString();
  await town.rows("update membership set state = 'proposed', version = version + 1 where account_id = $1", [
    town.account(proposed).id,
  ]);
  await town.rows(
    `insert into need (id, person_id, kind, stated_by, stated_at, ends_on)
      select gen_random_uuid(), id, 'noHome', $1, $2, '2027-09-01' from person where account_id = $1`,
    [account, now],
  );
  await town.rows(
    `insert into task (id, kind, area_id, person_id, slot, state, created_at)
      select gen_random_uuid(), 'call', area_id, id, 'matrix', 'open', $2 from person where account_id = $1`,
    [account, now],
  );
  await town.rows(
    `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
      select gen_random_uuid(), id, 'regular', 'matrix', false, '2026-09-18', '2026-09-18', false, 'due', $2 from person where account_id = $1`,
    [account, now],
  );
  await town.rows(
    `insert into outbox (id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at, attempts)
      values (gen_random_uuid(), $1, '[{"key":"menu:person"}]', '[]', false, false, false, $2, 'dead', $2, 12)`,
    [account, now],
  );
  await town.rows(
    `insert into timer (id, rule, subject_id, slot, due_at, state)
      select gen_random_uuid(), 'deadLetter', o.id, p.area_id, $2, 'done' from outbox o join person p on p.account_id = o.account_id
      where o.account_id = $1 and o.attempts = 12`,
    [account, now],
  );
  await town.rows(
    `insert into desk_login (id, account_id, purpose, number, browser, created_at, bound_at, expires_at)
      values (gen_random_uuid(), $1, 'enter', '42', 'firefox windows', $2, $2, $2::timestamptz + interval '1 year')`,
    [town.account(desk).id, now],
  );
  await town.rows(
    `insert into desk_session (id, account_id, token_hash, browser, locale, created_at, seen_at)
      values (gen_random_uuid(), $1, $3, 'firefox windows', 'zh-CN', $2, $2)`,
    [town.account(desk).id, now, `matrix ${desk}`],
  );
  await town.rows(
    `insert into file_closing (id, person_id, reason, proposed_by, proposed_at)
      select gen_random_uuid(), id, 'moved', $1, $2 from person where account_id = $1`,
    [account, now],
  );
  const [found] = await town.rows<Omit<Subject, 'referral' | 'account'>>(
    `select (select id from visit v where v.person_id = p.id order by due_on limit 1) as visit,
      (select id from membership where account_id = $2) as membership,
      (select id from task t where t.person_id = p.id and t.slot = 'matrix') as task,
      (select id from outbox o where o.account_id = $1 and o.attempts = 12) as message,
      (select id from team_member t where t.person_id = p.id order by id limit 1) as member,
      (select account_id from team_member t where t.person_id = p.id order by id limit 1) as helper,
      (select department_id from referral r where r.id = $3) as department,
      (select id from consent c where c.person_id = p.id and c.referral_id = $3) as consent,
      (select id from need n where n.person_id = p.id) as need,
      (select id from desk_login l where l.account_id = $4) as login,
      (select id from desk_session s where s.account_id = $4) as session,
      (select id from file_closing c where c.person_id = p.id) as closing, p.account_id as keep,
      (select q.account_id from person q where q.area_id = p.area_id and q.id <> p.id order by q.id limit 1) as gone
      from person p where p.account_id = $1`,
    [account, town.account(proposed).id, referral, town.account(desk).id],
  );
  if (found === undefined) throw new Error(`${person} is not on file`);
  return { referral, account, ...found };
}

/** What can be done once only, to be done again by the next who may. */
export async function layOut(town: Town): Promise<void> {
  for (const table of ['desk_login', 'desk_session']) await town.rows(`update ${table} set ended_at = null`);
  await town.rows('update person set shielded = false');
  await town.rows("update task set state = 'open', outcome = null where slot = 'matrix'");
  await town.rows('update file_closing set outcome = null, decided_by = null, decided_at = null');
  await town.rows(
    "update outbox set state = 'dead', attempts = 12 where state <> 'dead' and id in (select subject_id from timer where rule = 'deadLetter')",
  );
}
