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

-- Working days after today, up to and with this one; counted no further than is asked for.
create or replace function working_days_until(today date, day date) returns bigint language plpgsql stable
as $$
begin
  return (select count(*) from generate_series(today + 1, least(day, today + 20), interval '1 day') d where is_working_day(d::date));
end
$$;

-- A check-in falls due: on its day, or at the first tick after it.
create or replace function due_check_in_opens(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(p.id), 'subject', p.id, 'slot', p.next_check_in_on)), '[]') from (
    select p.id, p.next_check_in_on from person p
    where p.next_check_in_on <= today and p.state = 'agreed' and p.period_ended_at is null and coalesce(p.helped_until >= today, true)
      and not exists (select 1 from check_in c where c.person_id = p.id and c.state = 'open')
    order by p.next_check_in_on, p.id limit most) p);
end
$$;

-- The last day of a window that nobody has answered yet.
create or replace function due_check_in_nudges(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(c.person_id), 'subject', c.id, 'slot', c.due_on)), '[]') from (
    select c.id, c.person_id, c.due_on from check_in c join person p on p.id = c.person_id
    where c.state = 'open' and c.due_on = today and c.nudged_at is null and p.state = 'agreed' and p.reminders_paused_at is null
    order by c.person_id limit most) c);
end
$$;

create or replace function due_check_in_closes(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(c.person_id), 'subject', c.id, 'slot', c.due_on)), '[]') from (
    select c.id, c.person_id, c.due_on from check_in c where c.state = 'open' and c.due_on < today order by c.due_on, c.id limit most) c);
end
$$;

-- Visits that come up within two working days, that nobody has asked the person about, and that somebody could make.
create or replace function due_visit_questions(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(v.person_id), 'subject', v.id, 'slot', v.due_on)), '[]') from (
    select v.id, v.person_id, v.due_on from visit v join person p on p.id = v.person_id
    where v.state = 'due' and not v.urgent and v.asked_at is null and v.answer is null and v.due_on between today and today + 20
      and working_days_until(today, v.due_on) <= 2
      and p.state = 'agreed' and p.reminders_paused_at is null and chat_of(p.account_id) is not null
      and exists (select 1 from team_member t where t.person_id = p.id and is_helper_of(t.account_id, p.id))
    order by v.due_on, v.id limit most) v);
end
$$;

create or replace function due_period_ends(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(p.id), 'subject', p.id, 'slot', p.helped_until)), '[]') from (
    select p.id, p.helped_until from person p where p.helped_until < today and p.period_ended_at is null
    order by p.helped_until, p.id limit most) p);
end
$$;

create or replace function due_visit_reviews(at timestamptz, today date, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('file', read_person_file(p.id), 'subject', p.id, 'slot', p.visit_review_on)), '[]') from (
    select p.id, p.visit_review_on from person p where p.visit_review_on <= today and p.period_ended_at is null
    order by p.visit_review_on, p.id limit most) p);
end
$$;
