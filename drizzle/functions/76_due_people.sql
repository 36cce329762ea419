-- What the clock finds to do for the people who are helped. Each row is a person's file, what of it is due (`subject`), and
-- what makes the work unique (`slot`).

create or replace function is_working_day(day date) returns boolean language plpgsql stable
as $$
begin
  return coalesce(
    (select case when y.workdays ? day::text then true when y.holidays ? day::text then false end
      from calendar_year y where y.year = extract(year from day)),
    extract(isodow from day) < 6);
end
$$;

-- The last day that lies no further ahead than so many working days: a weekend or holiday after them counts to it.
drop function if exists working_days_until(date, date);
create or replace function day_within(today date, working_days integer) returns date language plpgsql stable
as $$
begin
  return (select max(w.day) from (
    select d::date as day, count(*) filter (where is_working_day(d::date)) over (order by d) as count
    from generate_series(today + 1, today + 20, interval '1 day') d) w where w.count <= working_days);
end
$$;

create or replace function files_due(persons uuid[], subjects uuid[], slots date[]) returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('file', f.file, 'subject', f.subject, 'slot', f.slot)), '[]')
    from rows from (read_person_files(persons), unnest(subjects), unnest(slots)) as f(file, subject, slot));
end
$$;

-- A check-in falls due: on its day, or at the first tick after it.
create or replace function due_check_in_opens(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(p.id), array_agg(p.id), array_agg(p.next_check_in_on)) from (
    select p.id, p.next_check_in_on from person p
    where p.next_check_in_on <= today and p.state = 'agreed' and p.period_ended_at is null and coalesce(p.helped_until >= today, true)
      and not exists (select 1 from check_in c where c.person_id = p.id and c.state = 'open')
    order by p.next_check_in_on, p.id limit most) p);
end
$$;

-- The last day of a window that nobody has answered yet.
create or replace function due_check_in_nudges(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(c.person_id), array_agg(c.id), array_agg(c.due_on)) from (
    select c.id, c.person_id, c.due_on from check_in c join person p on p.id = c.person_id
    where c.state = 'open' and c.due_on = today and c.nudged_at is null and p.state = 'agreed' and p.reminders_paused_at is null
    order by c.person_id limit most) c);
end
$$;

create or replace function due_check_in_closes(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(c.person_id), array_agg(c.id), array_agg(c.due_on)) from (
    select c.id, c.person_id, c.due_on from check_in c where c.state = 'open' and c.due_on < today order by c.due_on, c.id limit most) c);
end
$$;

-- Visits that come up within two working days, that nobody has asked the person about, and that somebody could make.
create or replace function due_visit_questions(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  latest date := day_within(today, 2);
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(v.person_id), array_agg(v.id), array_agg(v.due_on)) from (
    select v.id, v.person_id, v.due_on from visit v join person p on p.id = v.person_id
    where v.state = 'due' and not v.urgent and v.asked_at is null and v.answer is null and v.due_on between today and latest
      and p.state = 'agreed' and p.reminders_paused_at is null and chat_of(p.account_id) is not null
      and exists (select 1 from team_member t where t.person_id = p.id and is_helper_of(t.account_id, p.id))
    order by v.due_on, v.id limit most) v);
end
$$;

create or replace function due_period_ends(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(p.id), array_agg(p.id), array_agg(p.helped_until)) from (
    select p.id, p.helped_until from person p where p.helped_until < today and p.period_ended_at is null
    order by p.helped_until, p.id limit most) p);
end
$$;

create or replace function due_visit_reviews(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select files_due(array_agg(p.id), array_agg(p.id), array_agg(p.visit_review_on)) from (
    select p.id, p.visit_review_on from person p where p.visit_review_on <= today and p.period_ended_at is null
    order by p.visit_review_on, p.id limit most) p);
end
$$;
