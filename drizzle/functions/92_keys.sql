-- Which keys wrap which: for the vault when it is opened, and for `npm run keys`.
create or replace function read_installation_keys() returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_object_agg(k.name, k.wrapped), '{}') from installation_key k);
end
$$;

create or replace function write_installation_keys(keys jsonb) returns void language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  insert into installation_key as t (name, wrapped) select key, value from jsonb_each_text(keys)
    on conflict (name) do update set wrapped = excluded.wrapped;
end
$$;

-- The id of the data key that wraps a key; empty for one that was wrapped before there were ids.
create or replace function wrapping_id(wrapped text) returns text language sql immutable
as $$ select case when wrapped like 'k1.%.%' then split_part(wrapped, '.', 2) else '' end $$;

create or replace function read_key_ids() returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_object_agg(w.id, w.count), '{}') from (
    select wrapping_id(k.wrapped) as id, count(*) as count
    from (select key as wrapped from account where key is not null union all select wrapped from installation_key) k group by 1) w);
end
$$;

-- Accounts whose key is not wrapped by the data key with this id, some at a time. Who was erased has none.
create or replace function read_keys_to_rotate(current text, most integer) returns jsonb language plpgsql volatile
as $$
begin
  perform set_config('guitu.actor', 'system', true);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'key', a.key)), '[]')
    from (select id, key from account where key is not null and wrapping_id(key) <> current limit most) a);
end
$$;

-- Each only where its key is still the one that was read. Gives how many changed.
create or replace function write_rotated_keys(rows jsonb) returns bigint language plpgsql volatile
as $$
declare
  touched bigint;
begin
  perform set_config('guitu.actor', 'system', true);
  update account t set key = s.wrapped from jsonb_to_recordset(rows) as s(id uuid, key text, wrapped text) where t.id = s.id and t.key = s.key;
  get diagnostics touched = row_count;
  insert into audit (at, actor, action, fields) values (clock_now(), 'operator', 'keysRotated', '["account.key"]');
  return touched;
end
$$;
