/** Rows between the database's names and ours: `snake_case` there, `camelCase` here, one level deep. */

export type Row = Readonly<Record<string, unknown>>;

/** What `write_turn` takes: by table, the rows to insert or the rows to change. */
export type TurnRows = Record<string, Row[]>;

const snakeCase = remembered((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const camelCase = remembered((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));

export function toRow(value: object): Row {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [snakeCase(name), field]));
}

/** The caller says what it reads: the function that made the row is the one place that could be wrong. */
export function fromRow<Value>(row: Row): Value {
  return Object.fromEntries(Object.entries(row).map(([name, field]) => [camelCase(name), field])) as Value;
}

/** Columns are few, and every turn names them again. */
function remembered(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const found = known.get(name) ?? rename(name);
    known.set(name, found);
    return found;
  };
}
