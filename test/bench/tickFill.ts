/** A district's file of any size, in SQL. */
import type { Database } from '../../src/db/database.ts';
import { today } from './tickDue.ts';

/**
 * Keys are hashes of a number, scattered as random ones are. Without triggers and foreign keys, which would cost more than
 * the rows. Three in five have their helping period behind them; the others' next check-in and visit lie within the year.
 */
const ground = `
  create or replace function key(kind text, number integer) returns uuid language sql immutable as $$ select md5(kind || number)::uuid $$;
  create table station as select area_id as id, (row_number() over (order by area_id) - 1)::integer as number from department where kind = 'station';
  create or replace function station(number integer) returns uuid language sql stable as $$
    select id from station where station.number = $1 % (select count(*) from station) $$;
  create table figures (persons integer, helpers integer, today date);`;

const workers = `
  insert into account select key('helper', n), 'worker', 'key', 'name', null, 'zh-CN', 'active', null, today - 900, 1, null, null
    from figures, generate_series($FIRST_HELPER, helpers - 1) n;
  insert into membership select gen_random_uuid(), key('helper', n), 'helper', station(n), null, 'approved', null, 'setup', today - 900, 1
    from figures, generate_series($FIRST_HELPER, helpers - 1) n;
  insert into identity select key('chat', -1 - n), 'telegram', 'helper ' || n, key('helper', n), 'zh-CN', today - 900, null, null, 1
    from figures, generate_series($FIRST_HELPER, helpers - 1) n;
  insert into absence select gen_random_uuid(), key('helper', n), today - 300, today - 290, null, today - 289, 2
    from figures, generate_series($FIRST_HELPER, helpers - 1) n;`;

const people = `
  insert into account select key('account', n), 'person', repeat('k', 80), repeat('n', 60), repeat('p', 60), 'zh-CN', 'active', null, today - 400, 1, md5('name' || n), md5('phone' || n)
    from figures, generate_series($FIRST, persons) n;
  insert into person (id, account_id, area_id, state, created_at, released_on, helped_until, period_ended_at, next_check_in_on, check_in_every_months, visit_every_months)
    select key('person', n), key('account', n), station(n), 'agreed', today - 900, today - 900,
      today + case when n % 5 < 3 then -(n % 700) - 1 else 30 + n % 700 end, case when n % 5 < 3 then today - (n % 700) end,
      today + case when n % 5 < 3 then -(n % 700) - 1 else 8 + n % 22 end, 1, 6
    from figures, generate_series($FIRST, persons) n;
  insert into identity select key('chat', n), 'telegram', 'person ' || n, key('account', n), 'zh-CN', today - 400, null, null, 1
    from figures, generate_series($FIRST, persons) n;
  insert into dialogue select key('chat', n), repeat('s', 120), key('message', n), null, false, today - (n % 300), 1, null, null
    from figures, generate_series($FIRST, persons) n;
  insert into team_member select gen_random_uuid(), key('person', n), key('helper', n % helpers), today - 400, null, 1, 'active', null
    from figures, generate_series($FIRST, persons) n;
  insert into consent (id, person_id, purpose, fields, wording, given_at)
    select gen_random_uuid(), key('person', n), 'contact', '[]', '', today - 400 from figures, generate_series($FIRST, persons) n;
  insert into arrival (id, person_id, due_on, number, reported_at, paper_seen_at, paper_seen_by)
    select key('arrival', n), key('person', n), today - 395 - (n % 300), md5('arrival' || n), today - 396, today - 396, key('helper', 1)
    from figures, generate_series($FIRST, persons) n;`;

const pastAndFuture = `
  insert into check_in (id, person_id, opens_on, due_on, state, answered_at)
    select gen_random_uuid(), key('person', n), today - 30 * m - (n % 20) - 10, today - 30 * m - (n % 20) - 7, 'done', today - 30 * m
    from figures, generate_series($FIRST, persons) n, generate_series(1, 3) m;
  insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
    select key('visited', n), key('person', n), 'regular', 'past', false, today - 190, today - 180, false, 'done', today - 400 from figures, generate_series($FIRST, persons) n;
  insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
    select key('visit', n), key('person', n), 'regular', 'next', false, today, today + 8 + (n % 172), false, 'due', today - 180
    from figures, generate_series($FIRST, persons) n where n % 5 >= 3;
  insert into visit_record (id, person_id, visit_id, by_account, outcome, happened_on, how, needs, note, at)
    select gen_random_uuid(), key('person', n), key('visited', n), key('helper', n % helpers), 'met', today - 180, 'visit', '[]', repeat('w', 80), today - 180
    from figures, generate_series($FIRST, persons) n;
  insert into need (id, person_id, kind, stated_by, stated_at, ends_on, ended_at)
    select gen_random_uuid(), key('person', n), 'money', key('account', n), today - 300, today - 210, today - 210 from figures, generate_series($FIRST, persons) n;
  insert into task (id, kind, area_id, person_id, slot, state, created_at)
    select gen_random_uuid(), case when n % 2 = 0 then 'checkIn' else 'call' end, station(n), key('person', n), 'past', 'done', today - 100
    from figures, generate_series($FIRST, persons) n;
  insert into timer select gen_random_uuid(), 'expectedDay', key('request', n), 'past', today - (n % 90), 'done' from figures, generate_series($FIRST, persons) n;
  insert into timer select gen_random_uuid(), 'expectedDay', key('request', n), 'next', today + 1 + (n % 30), 'waiting'
    from figures, generate_series($FIRST, persons) n where n % 10 = 0;
  insert into inbox select 'telegram', 'message ' || n, key('chat', n), nextval('said'), today - (n % 90), 'done', null, null
    from figures, generate_series($FIRST, persons) n;
  insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, attempts, created_at, sent_at, sent_seq, channel_message_id, body, rule)
    select key('message', n * m), key('chat', n), key('account', n), '[{"key": "checkIn:ask"}]', '[]', false, false, true, day, 'sent', 1, day, day, nextval('said'), n::text, repeat('b', 300), 'checkInOpens'
    from figures, generate_series($FIRST, persons) n, (values (1), (-1)) as twice(m), lateral (select (today - (n % 90) - case when m < 0 then 90 else 0 end)::timestamptz as day) d;`;

/** Each helper has fifty persons; the smallest of files still has some helpers. */
const helpersOf = (persons: number) => Math.max(20, Math.floor(persons / 50));

/** Brings the file to so many persons; `onFile`: as many as it was brought to before. */
export async function fill(owner: Database, persons: number, onFile = 0): Promise<void> {
  const figures = `set session_replication_role = replica; delete from figures; insert into figures values (${persons}, ${helpersOf(persons)}, '${today}');`;
  const series = `${workers}${people}${pastAndFuture}`
    .replaceAll('$FIRST_HELPER', String(onFile === 0 ? 0 : helpersOf(onFile)))
    .replaceAll('$FIRST', String(onFile + 1));
  await owner.execute(`${onFile === 0 ? ground : ''}${figures}${series} set session_replication_role = origin;`);
  await owner.execute('vacuum analyze');
}
