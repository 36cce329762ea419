-- Whatever a turn may read of its own chat, account, person or roles moves the version of the chat's dialogue. So a turn may
-- go by what the one before it left in memory: the version, which every turn's write is guarded by, tells whether it still holds.
create or replace function identity_moved() returns trigger language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update dialogue d set version = d.version + 1 where d.identity_id = new.id;
  return null;
end
$$;

-- The trigger names the column that holds the account.
create or replace function account_moved() returns trigger language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  update dialogue d set version = d.version + 1
    from identity i where i.account_id = (to_jsonb(new)->>tg_argv[0])::uuid and d.identity_id = i.id;
  return null;
end
$$;

create or replace trigger dialogue_moves after update on identity for each row execute function identity_moved();
create or replace trigger dialogue_moves after update on account for each row execute function account_moved('id');
create or replace trigger dialogue_moves after insert or update on person for each row execute function account_moved('account_id');
create or replace trigger dialogue_moves after insert or update on membership for each row execute function account_moved('account_id');
