/** What must be so at the end of a year, as questions whose answer is no rows. */
export const books: Readonly<Record<string, string>> = {
  'a due visit that no list named': `
    select v.id from visit v join person p on p.id = v.person_id
    where v.kind = 'regular' and v.state = 'due' and v.listed_on is null and v.due_on < $1::date - 3
      and exists (select 1 from team_member t where t.person_id = p.id and t.until is null and t.state = 'active')`,
  'a visit named twice in one message': `
    select o.id from outbox o where o.rule = 'morningList' and $1::date is not null
      and (select count(*) <> count(distinct c->'action'->>'visit') from jsonb_array_elements(o.choices) c where c->'action'->>'do' = 'visit')`,
  'two lists in one morning': `
    select o.account_id from outbox o where o.rule = 'morningList' and $1::date is not null
    group by o.account_id, (o.created_at at time zone 'Asia/Shanghai')::date having count(*) > 1`,
  'a missed check-in without a task': `
    select c.id from check_in c where c.state = 'missed' and $1::date is not null
      and not exists (select 1 from task t where t.kind = 'checkIn' and t.person_id = c.person_id and t.slot like c.opens_on::text || '%')`,
  'a missed check-in while reminders were paused': `
    select c.id from check_in c join person p on p.id = c.person_id
    where c.state = 'missed' and $1::date is not null and p.reminders_paused_at < c.opens_on`,
  'a must-visit that was neither in time nor told to the coordinator': `
    select v.id from visit v left join visit_record r on r.id = v.settled_by
    where v.kind = 'must' and v.due_on < $1::date - 4 and v.escalated_at is null
      and (v.state = 'due' or (v.state = 'done' and r.happened_on > v.due_on))`,
  // A notice that closes again is changed in its place, which makes no sound.
  'a message in quiet hours': `
    select o.id from outbox o where o.sent_at is not null and not o.screen and not o.urgent and o.edit is distinct from 'fold' and $1::date is not null
      and ((o.sent_at at time zone 'Asia/Shanghai')::time >= '20:00' or (o.sent_at at time zone 'Asia/Shanghai')::time < '08:00')`,
  'a word to somebody who was taken off': `
    select o.id from outbox o where o.sent_at is not null and o.needs_person_id is not null and $1::date is not null
      and exists (select 1 from team_member t where t.account_id = o.account_id and t.person_id = o.needs_person_id)
      and not exists (select 1 from team_member t where t.account_id = o.account_id and t.person_id = o.needs_person_id
        and t.since <= o.sent_at and (t.until is null or t.until >= o.sent_at))
      and not exists (select 1 from membership m where m.account_id = o.account_id and m.role = 'coordinator')`,
  'two regular visits due for one person': `
    select person_id from visit where kind = 'regular' and state = 'due' and $1::date is not null group by person_id having count(*) > 1`,
  'a regular visit made for a day off': `
    select v.id from visit v, calendar_year y where v.kind = 'regular' and $1::date is not null
      and y.year = extract(year from v.due_on) and y.holidays ? v.due_on::text`,
  'a turn that failed': `select external_id from inbox where state = 'failed' and $1::date is not null`,
};
