/** What is held about some files, opened: to see that a merge loses nothing, whoever wrote it and wherever it lies. */
import type { Owner } from '../../src/secrets/vault.ts';
import type { Town } from './town.ts';

/** Whose key seals each column of words that can be about a person, as SQL beside the row `t`. */
const sealedOf: Readonly<Record<string, { readonly row: string; readonly owner: string }>> = {
  'arrival.staying': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'referral.answers': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'referral_event.text': {
    row: 'id',
    owner: '(select p.account_id from referral r join person p on p.id = r.person_id where r.id = t.referral_id)',
  },
  'visit_record.note': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'dialogue.state': { row: 'identity_id', owner: '(select account_id from identity where id = t.identity_id)' },
  'inbox.body': { row: 'external_id', owner: '(select account_id from identity where id = t.identity_id)' },
  'outbox.body': { row: 'id', owner: 't.account_id' },
};

/** Every text that is sealed for one of these accounts, opened, by where it stands. Throws where one does not open. */
export async function textsOf(town: Town, accounts: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [column, { row, owner }] of Object.entries(sealedOf)) {
    const [table = '', name = ''] = column.split('.');
    const rows = await town.rows<{ row: string; text: string; account: string; key: string }>(
      `select t."${row}"::text as row, t."${name}" as text, a.id as account, a.key from "${table}" t join account a on a.id = ${owner}
       where t."${name}" is not null and a.id = any ($1::uuid[])`,
      [`{${accounts.join()}}`],
    );
    for (const { row: id, text, account, key } of rows) {
      const place = `${column}:${id}`;
      texts.set(place, await openAny(town, [{ id: account, key }, null], place, text));
    }
  }
  return texts;
}

/** What was said before somebody had an account is sealed with no account's key. */
async function openAny(town: Town, owners: readonly Owner[], place: string, text: string): Promise<string> {
  for (const owner of owners) {
    const clear = await town.vault.open(owner, place, text).catch(() => undefined);
    if (clear !== undefined) return clear;
  }
  throw new Error(`${place} does not open`);
}

/** How many rows of each table are of one of these persons. */
export async function rowsOf(town: Town, persons: readonly string[]): Promise<Record<string, number>> {
  const tables = await town.rows<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'person_id' and table_name <> 'audit' order by 1",
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await town.rows<{ count: number }>(
      `select count(*)::int as count from "${name}" where person_id = any ($1::uuid[])`,
      [`{${persons.join()}}`],
    );
    counts[name] = row?.count ?? 0;
  }
  return counts;
}

/** Where an id still stands, as `table.column`; also within lists of ids and what waits to be said. */
export async function placesOf(town: Town, ids: readonly string[]): Promise<string[]> {
  const columns = await town.rows<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('uuid', 'text', 'jsonb') order by 1, 2`,
  );
  const places: string[] = [];
  for (const { table, column } of columns) {
    const said = table === 'outbox' && (column === 'lines' || column === 'choices') ? "and state = 'waiting'" : '';
    const [row] = await town.rows<{ count: number }>(
      `select count(*)::int as count from "${table}" where "${column}"::text ~ $1 ${said}`,
      [ids.join('|')],
    );
    if ((row?.count ?? 0) > 0) places.push(`${table}.${column}`);
  }
  return places;
}
