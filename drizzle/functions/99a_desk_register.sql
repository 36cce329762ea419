-- The desk's register: who is on file in the asker's areas, one file, and what waits there. All of it goes by `my_areas`, so an
-- office sees over all its areas what a coordinator sees of one.

-- The asker's areas, or those of them within one, as plain values: `area_id = any (…)` and one area at a time keep an index
-- usable under row-level security, and in its order.
create or replace function desk_areas(within uuid) returns uuid[] language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  return array(select distinct below.id from area below left join area top on top.id = within
    where below.id in (select my_areas()) and (within is null or below.path like top.path || '%'));
end
$$;

create or replace function is_joined(account uuid) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$ begin return chat_of($1) is not null; end $$;

-- Whether a person, whom the asker sees, is one of those that a filter of the register wants. Past row-level security, which would
-- look for the asker's areas again for each of them.
create or replace function is_wanted(person person, filter text, today date) returns boolean language plpgsql stable security definer
set search_path = public, pg_temp
as $$
begin
  case filter
  when 'unhelped' then
    return person.period_ended_at is null and not person.shielded
      and not exists (select 1 from team_member t join account a on a.id = t.account_id and a.state = 'active'
          join membership m on m.account_id = a.id and m.role in ('helper', 'volunteer') and m.state = 'approved'
        where t.person_id = person.id and t.until is null and t.state = 'active');
  when 'notJoined' then
    return not is_joined(person.account_id);
  when 'late' then
    return person.period_ended_at is null
      and exists (select 1 from arrival r where r.person_id = person.id and r.reported_at is null and r.due_on < today);
  when 'ended' then
    return person.period_ended_at is not null;
  when 'shielded' then
    return person.shielded;
  else
    return true;
  end case;
end
$$;

-- Whom somebody looks for: by the keyed hash of a whole name or number, or by the number of a request or an arrival.
create or replace function desk_named(request jsonb) returns setof uuid language plpgsql stable
as $$
begin
  return query
    select p.id from account a join person p on p.account_id = a.id where a.name_hash = request->>'nameHash'
    union select p.id from account a join person p on p.account_id = a.id where a.phone_hash = request->>'phoneHash'
    union select r.person_id from referral r where r.number = request->>'number'
    union select r.person_id from arrival r where r.number = request->>'number';
end
$$;

create or replace function desk_row(person person) returns jsonb language plpgsql stable
as $$
begin
  return jsonb_build_object('personId', person.id, 'accountId', person.account_id, 'areaId', person.area_id, 'state', person.state,
    'createdAt', person.created_at, 'isJoined', is_joined(person.account_id), 'helpers', helpers_of(person.id), 'shielded', person.shielded,
    'periodEndedAt', person.period_ended_at,
    'arrival', (select jsonb_build_object('dueOn', r.due_on, 'reportedAt', r.reported_at) from arrival r where r.person_id = person.id),
    'nextVisitOn', (select min(v.due_on) from visit v where v.person_id = person.id and v.state = 'due'),
    'openRequests', (select count(*) from referral r where r.person_id = person.id and not (r.state = any (read_final_states()))));
end
$$;

-- The newest of those whom a filter picks that few fit, and that another table tells of: found from all at once, since walking
-- through everybody to find them would take longer. Of areas that are the asker's.
create or replace function few_wanted(areas uuid[], filter text, today date, before_at timestamptz, before_id uuid, most integer)
returns setof uuid language plpgsql stable security definer
set search_path = public, pg_temp set enable_hashjoin = on
as $$
begin
  return query select p.id from person p
    where p.area_id = any (areas) and p.area_id in (select my_areas()) and p.state <> 'erased' and p.period_ended_at is null and (p.created_at, p.id) < (before_at, before_id)
      and case when filter = 'late' then true else not p.shielded end
      and (filter <> 'late' or p.id in (select r.person_id from arrival r where r.reported_at is null and r.due_on < today))
      and (filter <> 'unhelped' or p.id not in (select t.person_id from team_member t join account a on a.id = t.account_id and a.state = 'active'
          join membership m on m.account_id = a.id and m.role in ('helper', 'volunteer') and m.state = 'approved'
        where t.until is null and t.state = 'active'))
    order by p.created_at desc, p.id desc limit most;
end
$$;

-- A page of the register, the newest first, `most` and one more that tells there is a next page. Each area is walked in the order
-- of its index up to the page's length, and only those few rows are put in order.
create or replace function desk_register(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  areas uuid[];
  today date := (request->>'today')::date;
  filter text := request->>'filter';
  most integer := (request->>'most')::integer;
  before_at timestamptz := coalesce((request->'after'->>'at')::timestamptz, 'infinity');
  before_id uuid := coalesce((request->'after'->>'id')::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
begin
  perform as_desk((request->>'actor')::uuid);
  areas := desk_areas((request->>'area')::uuid);
  if (request->>'isSearch')::boolean then
    return (select coalesce(jsonb_agg(desk_row(p) order by p.created_at desc, p.id desc), '[]') from (
      select p.* from person p where p.id in (select desk_named(request)) and p.area_id = any (areas) and is_wanted(p, filter, today)
        and (p.created_at, p.id) < (before_at, before_id)
      order by p.created_at desc, p.id desc limit most + 1) p);
  end if;
  if filter in ('unhelped', 'late') then
    return (select coalesce(jsonb_agg(desk_row(p) order by p.created_at desc, p.id desc), '[]') from person p
      where p.id in (select few_wanted(areas, filter, today, before_at, before_id, most + 1)));
  end if;
  return (select coalesce(jsonb_agg(desk_row(p) order by p.created_at desc, p.id desc), '[]') from person p where p.id in (
    select n.id from unnest(areas) mine(id) cross join lateral (
      select p.id, p.created_at from person p
      where p.area_id = mine.id and (p.created_at, p.id) < (before_at, before_id) and (filter is null or is_wanted(p, filter, today))
      order by p.created_at desc, p.id desc limit most + 1) n
    order by n.created_at desc, n.id desc limit most + 1));
end
$$;

-- Who looks like the same person twice, both in the asker's areas: the same name, and the same number unless one has none. Pairs
-- in the order of their ids. It looks past row-level security, which would ask for each row of all on file whether it may be
-- seen, and gives only what lies in scope.
create or replace function desk_duplicates(request jsonb) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp set enable_hashjoin = on
as $$
declare
  areas uuid[];
begin
  perform as_desk((request->>'actor')::uuid);
  areas := desk_areas((request->>'area')::uuid);
  return (select coalesce(jsonb_agg(jsonb_build_object('one', desk_row(p), 'other', desk_row(q), 'samePhone', d.same_phone) order by p.id, q.id), '[]')
    from (
      with mine as materialized (select p.id, a.name_hash, a.phone_hash from person p join account a on a.id = p.account_id
        where p.area_id = any (areas) and p.state <> 'erased' and a.name_hash is not null)
      select one.id as one, other.id as other, one.phone_hash is not null and other.phone_hash is not null as same_phone
      from mine one join mine other on other.name_hash = one.name_hash and other.id > one.id
        and coalesce(one.phone_hash, other.phone_hash, '') = coalesce(other.phone_hash, one.phone_hash, '')
      where (one.id, other.id) > (coalesce((request->'after'->>'one')::uuid, '00000000-0000-0000-0000-000000000000'),
          coalesce((request->'after'->>'other')::uuid, '00000000-0000-0000-0000-000000000000'))
        and ((request->>'person') is null or (request->>'person')::uuid in (one.id, other.id))
      order by one.id, other.id limit (request->>'most')::integer + 1) d
    join person p on p.id = d.one join person q on q.id = d.other);
end
$$;

-- What a file tells of what happened, the newest first: what, when, by whom, and not the words.
create or replace function desk_timeline(person uuid, most integer) returns jsonb language plpgsql stable
as $$
begin
  return (select coalesce(jsonb_agg(to_jsonb(e) order by e.at desc, e.what), '[]') from (
    select * from (
      select p.created_at as at, 'registered' as what, null::uuid as by, null::text as about, null::text as number from person p where p.id = $1
      union all select r.reported_at, 'arrived', null, null, r.number from arrival r where r.person_id = $1 and r.reported_at is not null
      union all select r.paper_seen_at, 'paperSeen', r.paper_seen_by, null, null from arrival r where r.person_id = $1 and r.paper_seen_at is not null
      union all select v.at, 'visit.' || v.outcome, v.by_account, v.how, null from visit_record v where v.person_id = $1
      union all select r.created_at, 'requested', null, r.kind, r.number from referral r where r.person_id = $1
      union all select e.at, 'request.' || e.kind, null, r.kind, r.number from referral r join referral_event e on e.referral_id = r.id
        where r.person_id = $1 and e.kind in ('claimed', 'passedOn', 'refused', 'closed', 'withdrawn', 'reopened')
      union all select c.given_at, 'agreed', c.spoken_to, c.purpose, null from consent c where c.person_id = $1
      union all select c.withdrawn_at, 'stopped', null, c.purpose, null from consent c where c.person_id = $1 and c.withdrawn_at is not null
      union all select c.answered_at, 'checkedIn', null, null, null from check_in c where c.person_id = $1 and c.answered_at is not null
      union all select t.since, 'helperCame', t.account_id, null, null from team_member t where t.person_id = $1 and t.state <> 'asked'
      union all select t.until, 'helperLeft', t.account_id, null, null from team_member t where t.person_id = $1 and t.until is not null
      union all select t.reported_at, 'hardship', t.reported_by, t.kind, null from trigger t where t.person_id = $1
      union all select c.proposed_at, 'closingProposed', c.proposed_by, c.reason, null from file_closing c where c.person_id = $1
      union all select c.decided_at, 'closing.' || c.outcome, c.decided_by, c.reason, null from file_closing c where c.person_id = $1 and c.outcome is not null
      union all select p.period_ended_at, 'periodEnded', null, null, null from person p where p.id = $1 and p.period_ended_at is not null
      union all select m.at, 'merged', null, null, null from merges_into($1) as m(at)) e
    order by e.at desc, e.what limit most) e);
end
$$;

-- One person's file: null where there is none, or it is not the asker's.
create or replace function desk_person(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  wanted uuid;
begin
  perform as_desk((request->>'actor')::uuid);
  wanted := (select p.id from person p where p.id = (request->>'person')::uuid and p.area_id in (select my_areas()));
  if wanted is null then
    return null;
  end if;
  return (select jsonb_build_object('file', read_person_file(p.id), 'accountVersion', a.version, 'hasPhone', a.phone is not null,
      'visits', (select coalesce(jsonb_agg(to_jsonb(v) order by v.due_on desc, v.id), '[]') from (select * from visit where person_id = p.id order by due_on desc, id limit 20) v),
      'records', (select coalesce(jsonb_agg(to_jsonb(v) - 'note' || jsonb_build_object('has_note', v.note is not null) order by v.at desc), '[]')
        from (select * from visit_record where person_id = p.id order by at desc limit 20) v),
      'requests', (select coalesce(jsonb_agg(to_jsonb(r) - 'answers' order by r.final, r.expected_on, r.id), '[]')
        from (select *, state = any (read_final_states()) as final from referral where person_id = p.id order by final, expected_on, id limit 50) r),
      'consents', (select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('kind', r.kind) order by c.given_at desc), '[]')
        from (select * from consent where person_id = p.id order by given_at desc limit 30) c left join referral r on r.id = c.referral_id),
      'checkIns', (select coalesce(jsonb_agg(to_jsonb(c) order by c.opens_on desc), '[]') from (select * from check_in where person_id = p.id order by opens_on desc limit 12) c),
      'closing', (select to_jsonb(c) from file_closing c where c.person_id = p.id and c.outcome is null),
      'code', (select jsonb_build_object('madeAt', e.created_at, 'expiresAt', e.expires_at, 'usedAt', e.used_at) from enrolment e
        where e.account_id = a.id and e.replaced_at is null order by e.created_at desc limit 1),
      'timeline', desk_timeline(p.id, 60))
    from person p join account a on a.id = p.account_id where p.id = wanted);
end
$$;

-- Who on file looks like somebody who is about to be registered: as the chat asks, with their files.
create or replace function desk_alike(request jsonb) returns jsonb language plpgsql volatile
as $$
declare
  found jsonb;
begin
  perform as_desk((request->>'actor')::uuid);
  found := same_on_file(request->>'nameHash', request->>'phoneHash');
  return found || jsonb_build_object('here', (select coalesce(jsonb_agg(h || jsonb_build_object('personId', p.id) order by e.place), '[]')
    from jsonb_array_elements(found->'here') with ordinality as e(h, place) join person p on p.account_id = (h->>'accountId')::uuid));
end
$$;
