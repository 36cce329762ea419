-- How the work stands, for `GET /metrics` and `npm run doctor`: numbers only, over all replicas. What waits for a chat that
-- is closed to us, or for somebody who has no chat yet, is nobody's delay and is counted apart.
create or replace function read_health(at timestamptz) returns jsonb language plpgsql volatile security definer
set search_path = public, pg_temp
as $$
declare
  moment timestamptz := coalesce(at, clock_now());
begin
  return (
    with waiting as (
      select o.due_at, o.attempts, coalesce(i.unreachable_at is null and i.ended_at is null, false) as can_be_reached
      from outbox o left join identity i on i.id = o.identity_id where o.state = 'waiting')
    select jsonb_build_object(
      'clock', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'waiting', count(*) filter (where can_be_reached and due_at <= moment),
      'oldestSeconds', coalesce(extract(epoch from moment - min(due_at) filter (where can_be_reached and due_at <= moment)), 0),
      'retrying', count(*) filter (where can_be_reached and attempts > 0),
      'planned', count(*) filter (where can_be_reached and attempts = 0 and due_at > moment),
      'unreachable', count(*) filter (where not can_be_reached),
      'deadLetters', (select count(*) from timer t join outbox o on o.id = t.subject_id where t.rule = 'deadLetter' and o.state = 'dead'),
      'tickLagSeconds', coalesce((select extract(epoch from moment - min(t.due_at)) from timer t where t.state = 'waiting' and t.due_at <= moment), 0))
    from waiting);
end
$$;
