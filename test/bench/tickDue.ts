/** What is due in one round, and how it is put away after it. */
import type { Database } from '../../src/db/database.ts';

export const today = '2026-11-16';
/** A Monday in the morning, when every rule looks but the day's summary. */
export const morning = new Date('2026-11-16T01:30:00Z');

/** The same for any size of file: spread over all of it, and looked after by the same helpers. */
const makeDue = `
  create temporary table due as
    select i % 30 as part, key('person', n) as person, key('helper', i % least(200, helpers)) as helper
    from figures, generate_series(0, $DUE - 1) i, lateral (select 1 + i * (persons / $DUE) + $ROUND % (persons / $DUE) as n) s;
  update person p set period_ended_at = null, next_check_in_on = case when part < 10 then today else today + 9 end,
      helped_until = case when part = 26 then today - 1 else today + 300 end,
      visit_review_on = case when part = 27 then today end
    from figures, due where p.id = person;
  update team_member t set account_id = helper from due where t.person_id = person;
  update visit v set state = 'cancelled' from due where v.person_id = person and v.state = 'due';
  insert into check_in (id, person_id, opens_on, due_on, state)
    select gen_random_uuid(), person, today - 9, case when part < 15 then today - 1 else today end, 'open' from figures, due where part between 10 and 19;
  insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
    select gen_random_uuid(), person, case when part = 29 then 'must' else 'regular' end, 'round $ROUND', part = 29, today - 10,
      case when part = 29 then today - 1 else today + 2 end, false, 'due', today - 180 from figures, due where part between 20 and 25 or part = 29;
  update arrival a set due_on = today - 1, reported_at = null, late_told_at = null from figures, due where a.person_id = person and part = 28;
  drop table due;`;

const putAway = `
  delete from inbox where channel = 'clock';
  update check_in set state = 'done' where state = 'open' or opens_on = date '${today}';
  delete from check_in where opens_on >= date '${today}' - 9;
  delete from visit where slot like 'round %';
  update visit set state = 'cancelled' where state = 'due' and due_on < date '${today}' + 8;
  delete from task where state = 'open';
  update arrival set reported_at = due_on where reported_at is null;
  delete from outbox where state = 'waiting';
  update mailbox set send_at = null;`;

/** Makes something due for `persons` of those on file, others in each `round`. */
export async function makeWork(owner: Database, persons: number, round: number): Promise<void> {
  const script = makeDue.replaceAll('$DUE', String(persons)).replaceAll('$ROUND', String(round));
  await withoutChecks(owner, script);
}

/** Leaves nothing due. */
export async function putWorkAway(owner: Database): Promise<void> {
  await withoutChecks(owner, putAway);
  await owner.execute('vacuum analyze inbox, check_in, visit, task, arrival, outbox, mailbox, person, team_member');
}

/** Among a million, what refers to each row that goes would be looked for by reading whole tables. */
async function withoutChecks(owner: Database, script: string): Promise<void> {
  await owner.execute(`set session_replication_role = replica; ${script} set session_replication_role = origin;`);
}
