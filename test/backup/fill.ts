import type { Database } from '../../src/db/database.ts';

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly references: string | null;
}

export interface FilledRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

const values: Readonly<Record<string, () => unknown>> = {
  uuid: () => crypto.randomUUID(),
  text: () => crypto.randomUUID(),
  integer: () => 1,
  smallint: () => 1,
  bigint: () => 1,
  boolean: () => true,
  date: () => '2026-09-21',
  jsonb: () => [],
  'timestamp with time zone': () => '2026-09-21T02:00:00+00:00',
};

/** A row with a value in every column, in every table there is now; what a row refers to is there before it. */
export async function fillEveryTable(database: Database): Promise<FilledRow[]> {
  const columns = await database.query<Column>(`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      (select r.relname from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum]) as references
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`);
  const tables = Map.groupBy(columns, ({ table }) => table);
  const filled = new Map<string, FilledRow>();
  const fill = async (table: string): Promise<unknown> => {
    const before = filled.get(table);
    if (before !== undefined) return before.row.id;
    const row: Record<string, unknown> = {};
    for (const { name, type, references } of tables.get(table) ?? []) {
      const value = values[type];
      if (value === undefined) throw new Error(`no value is known for a column of type ${type}`);
      row[name] = references === null ? value() : await fill(references);
    }
    await database.query(
      `insert into public."${table}" select * from jsonb_populate_record(null::public."${table}", $1::jsonb)`,
      [JSON.stringify(row)],
    );
    filled.set(table, { table, row });
    return row.id;
  };
  for (const table of tables.keys()) await fill(table);
  return [...filled.values()];
}
