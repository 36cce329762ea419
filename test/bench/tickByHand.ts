/**
 * What a tick looks for, each as the one statement that somebody would write by hand: no functions, no row-level security, no
 * rule asked in one place only. They must give what ours give.
 */

const file = (person: string) => `(select jsonb_build_object(
  'person', to_jsonb(p),
  'account', jsonb_build_object('id', a.id, 'key', a.key, 'phone', a.phone),
  'reached', exists (select 1 from identity i where i.account_id = a.id and i.ended_at is null),
  'arrival', (select to_jsonb(r) from arrival r where r.person_id = p.id),
  'checkIn', (select to_jsonb(c) from check_in c where c.person_id = p.id and c.state = 'open' order by c.opens_on desc limit 1),
  'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.urgent desc, v.due_on, v.id), '[]') from visit v where v.person_id = p.id and v.state = 'due'),
  'records', (select coalesce(jsonb_agg(to_jsonb(r) order by r.at desc), '[]') from (select * from visit_record where person_id = p.id order by at desc limit 5) r),
  'lastMetOn', (select max(r.happened_on) from visit_record r where r.person_id = p.id and r.outcome = 'met'),
  'team', (select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('is_volunteer', not exists (select 1 from membership m
      where m.account_id = t.account_id and m.role <> 'volunteer' and m.state = 'approved')) order by t.since, t.id), '[]')
    from team_member t where t.person_id = p.id and t.until is null),
  'needs', (select coalesce(jsonb_agg(to_jsonb(n) order by n.stated_at), '[]') from need n where n.person_id = p.id and n.ended_at is null),
  'triggers', (select coalesce(jsonb_agg(to_jsonb(t) order by t.reported_at), '[]') from trigger t where t.person_id = p.id and t.ended_at is null))
  from person p join account a on a.id = p.account_id where p.id = ${person})`;

const helps = `t.until is null and t.state = 'active'
  and exists (select 1 from account h where h.id = t.account_id and h.state = 'active')
  and exists (select 1 from membership m where m.account_id = t.account_id and m.role in ('helper', 'volunteer') and m.state = 'approved')`;

const wantsList = `not exists (select 1 from inbox i where i.channel = 'clock' and i.external_id = 'morningList ' || t.account_id || ' ' || $1::date)
  and not exists (select 1 from absence b where b.account_id = t.account_id and b.ended_at is null and b.substitute_id is not null)`;

/** Each takes the day, and how many at most. */
export const byHand = {
  scan: {
    ours: 'due_check_in_opens',
    statement: `select coalesce(jsonb_agg(jsonb_build_object('file', ${file('d.id')}, 'subject', d.id, 'slot', d.next_check_in_on) order by d.next_check_in_on, d.id), '[]') as due from (
      select p.id, p.next_check_in_on from person p
      where p.next_check_in_on <= $1::date and p.state = 'agreed' and p.period_ended_at is null and coalesce(p.helped_until >= $1::date, true)
        and not exists (select 1 from check_in c where c.person_id = p.id and c.state = 'open')
      order by p.next_check_in_on, p.id limit $2) d`,
  },
  list: {
    ours: 'due_morning_lists',
    statement: `with visits as (
        select t.account_id as helper, (array_agg(p.area_id order by v.id))[1] as area,
          jsonb_agg(jsonb_build_object('row', to_jsonb(v), 'accountId', p.account_id) order by v.urgent desc, v.due_on, v.id) as items
        from visit v join team_member t on t.person_id = v.person_id join person p on p.id = v.person_id
        where v.state = 'due' and v.due_on <= $1::date + 7 and ${helps} and ${wantsList} group by t.account_id
      ), calls as (
        select t.account_id as helper, (array_agg(p.area_id order by k.id))[1] as area,
          jsonb_agg(jsonb_build_object('id', k.id, 'accountId', p.account_id) order by k.created_at, k.id) as items
        from task k join team_member t on t.person_id = k.person_id join person p on p.id = k.person_id
        where k.state = 'open' and k.kind = 'checkIn' and ${helps} and ${wantsList} group by t.account_id)
      select coalesce(jsonb_agg(jsonb_build_object('helperId', l.helper,
          'isAway', exists (select 1 from absence b where b.account_id = l.helper and b.ended_at is null and b.substitute_id is null),
          'areaId', l.area, 'visits', l.visits, 'calls', l.calls) order by l.helper), '[]') as due from (
        select coalesce(v.helper, c.helper) as helper, coalesce(v.area, c.area) as area, coalesce(v.items, '[]') as visits, coalesce(c.items, '[]') as calls
        from visits v full join calls c on c.helper = v.helper order by 1 limit $2) l`,
  },
  plan: {
    ours: 'due_visit_questions',
    statement: `select coalesce(jsonb_agg(jsonb_build_object('file', ${file('d.person_id')}, 'subject', d.id, 'slot', d.due_on) order by d.due_on, d.id), '[]') as due from (
      select v.id, v.person_id, v.due_on from visit v join person p on p.id = v.person_id
      where v.state = 'due' and not v.urgent and v.asked_at is null and v.answer is null and v.due_on between $1::date and $1::date + 2
        and p.state = 'agreed' and p.reminders_paused_at is null
        and exists (select 1 from identity i where i.account_id = p.account_id and i.ended_at is null)
        and exists (select 1 from team_member t where t.person_id = p.id and ${helps})
      order by v.due_on, v.id limit $2) d`,
  },
} as const;
export type Search = keyof typeof byHand;
export const searches = Object.keys(byHand) as Search[];
