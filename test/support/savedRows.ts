/** Bringing a used PGlite back to the rows it once had: a tenth of what opening another one takes. */
import type { PGlite } from '@electric-sql/pglite';

/** What every table held, in PostgreSQL's binary form as base64, and where every sequence stood. */
export interface SavedRows {
  readonly tables: Readonly<Record<string, string>>;
  readonly sequences: readonly { readonly name: string; readonly value: number | null }[];
}

/** The tables with a page of their own: what never held a row has none. */
const filledTables = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.oid >= 16384 and pg_relation_size(c.oid) > 0 order by c.oid`;

/** Everything that is defined, so that what a test changed here is seen: truncating changes none of it. */
const definitions = [
  `select string_agg(format('%s %s %s %s %s %s %s %s %s', oid, relname, relnamespace, relowner, relkind, relacl,
     relrowsecurity, relforcerowsecurity, reloptions), ';' order by oid)
   from pg_class where oid >= 16384 and relkind <> 't' and relnamespace <> 'pg_toast'::regnamespace`,
  `select string_agg(format('%s %s %s', indexrelid, indisvalid, indisunique), ';' order by indexrelid)
   from pg_index where indexrelid >= 16384 and indrelid in (select oid from pg_class where relkind = 'r')`,
  "select string_agg(format('%s %s %s', attrelid, attnum, xmin), ';' order by attrelid, attnum) from pg_attribute where attrelid in (select oid from pg_class where oid >= 16384 and relkind = 'r')",
  ...[
    'pg_proc',
    'pg_constraint',
    'pg_trigger',
    'pg_policy',
    'pg_type',
    'pg_attrdef',
    'pg_namespace',
    'pg_authid',
    'pg_auth_members',
    'pg_default_acl',
  ].map((catalog) => `select string_agg(format('%s %s', oid, xmin), ';' order by oid) from ${catalog}`),
  'select count(*)::text from pg_statistic where starelid >= 16384',
  "select string_agg(s::text, ';' order by s::text) from pg_db_role_setting s",
];

/** A text that differs once tables, functions, policies, roles or the like were changed. */
export async function definitionsOf(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ digest: string }>(
    `select md5(${definitions.map((query) => `coalesce((${query}), '')`).join(" || '|' || ")}) as digest`,
  );
  return rows[0]?.digest ?? '';
}

export async function saveRows(pglite: PGlite): Promise<SavedRows> {
  const filled = await pglite.query<{ name: string }>(filledTables);
  const tables: Record<string, string> = {};
  for (const { name } of filled.rows) {
    const { blob } = await pglite.query(`copy ${name} to '/dev/blob' (format binary)`);
    if (blob === undefined) throw new Error(`nothing was copied from ${name}`);
    tables[name] = Buffer.from(await blob.arrayBuffer()).toString('base64');
  }
  const sequences = await pglite.query<{ name: string; value: number | null }>(
    "select format('%I.%I', schemaname, sequencename) as name, last_value as value from pg_sequences order by 1",
  );
  return { tables, sequences: sequences.rows };
}

/**
 * Empties what has rows and fills in what was saved, with nothing left of the session before. Truncated, not deleted:
 * a new file gives rows back in the order in which they were written, as a new database does.
 */
export async function restoreRows(pglite: PGlite, { tables, sequences }: SavedRows): Promise<void> {
  const { rows } = await pglite.query<{ name: string }>(filledTables);
  await pglite.exec('set session_replication_role = replica');
  if (rows.length > 0) await pglite.exec(`truncate ${rows.map(({ name }) => name).join(', ')} cascade`);
  for (const [name, content] of Object.entries(tables)) {
    const blob = new Blob([Buffer.from(content, 'base64')]);
    await pglite.query(`copy ${name} from '/dev/blob' (format binary)`, [], { blob });
  }
  for (const { name, value } of sequences) {
    await pglite.query('select setval($1, $2, $3)', [name, value ?? 1, value !== null]);
  }
  await pglite.exec('set session_replication_role = origin');
  // Each truncated table leaves an old line here, which nobody else clears away.
  await pglite.exec('vacuum pg_class');
}
