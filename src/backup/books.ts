import type { Database } from '../db/database.ts';
import { PlainError } from '../plainError.ts';

/** What must be so in any database of ours, as questions whose answer is no rows. */
const books: Readonly<Record<string, string>> = {
  'a request without a history': `
    select 1 from referral r where not exists (select 1 from referral_event e where e.referral_id = r.id)`,
  'a history with a gap': `
    select 1 from referral_event group by referral_id having count(*) <> max(position) - min(position) + 1`,
  'a message that waits where nobody looks': `
    select 1 from outbox o join identity i on i.id = o.identity_id
    where o.state = 'waiting' and i.ended_at is null
      and not exists (select 1 from mailbox m where m.identity_id = i.id and m.send_at is not null)
      and not exists (select 1 from dialogue d where d.identity_id = i.id and d.lease_by is not null
        and not exists (select 1 from outbox s where s.id::text = d.lease_by and s.state <> 'waiting'))`,
  'a message for no chat': `
    select 1 from outbox o where o.identity_id is not null and not exists (select 1 from identity i where i.id = o.identity_id)`,
  'a dialogue in no chat': `
    select 1 from dialogue d where not exists (select 1 from identity i where i.id = d.identity_id)`,
  'a chat that two accounts could mean': `
    select 1 from identity group by channel, external_id having count(*) > 1`,
  'an order of what was said that would start over': `
    select 1 from pg_sequences s where s.schemaname = 'public' and s.sequencename = 'said'
      and coalesce(s.last_value, 0) < greatest((select max(seq) from inbox), (select max(sent_seq) from outbox), 0)`,
  'an order of messages that would start over': `
    select 1 from pg_sequences s where s.schemaname = 'public' and s.sequencename = 'outbox_seq_seq'
      and coalesce(s.last_value, 0) < coalesce((select max(seq) from outbox), 0)`,
  'a record of changes that would start over': `
    select 1 from pg_sequences s where s.schemaname = 'public' and s.sequencename = 'audit_id_seq'
      and coalesce(s.last_value, 0) < coalesce((select max(id) from audit), 0)`,
};

/** Throws PlainError naming what does not balance. `database` is its owner's, who sees every row. */
export async function checkBooks(database: Database): Promise<void> {
  const wrong: string[] = [];
  for (const [what, question] of Object.entries(books)) {
    const found = await database.query(`${question} limit 1`);
    if (found.length > 0) wrong.push(what);
  }
  if (wrong.length > 0) throw new PlainError(`The books do not balance: there is ${wrong.join(', ')}.`);
}
