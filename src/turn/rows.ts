/** Rows between the database's names and ours: `snake_case` there, `camelCase` here, one level deep. */

export type Row = Readonly<Record<string, unknown>>;

/** What `write_turns` takes: by table, the rows to insert or the rows to change. */
export type TurnRows = Record<string, Row[]>;

export const snakeCase = remembered((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const camelCase = remembered((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));

export function toRow(value: object): Row {
  return renamed(value as Row, snakeCase);
}

/** The caller says what it reads: the function that made the row is the one place that could be wrong. */
export function fromRow<Value>(row: Row): Value {
  return renamed(row, camelCase) as Value;
}

/** A loop, since this is done for every row of every turn, and entries made and joined again take thrice as long. */
function renamed(row: Row, rename: (name: string) => string): Row {
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(row)) result[rename(name)] = row[name];
  return result;
}

/** Columns are few, and every turn names them again. */
function remembered(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = rename(name);
    known.set(name, made);
    return made;
  };
}
