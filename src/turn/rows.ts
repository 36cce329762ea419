/** Rows between the database's names and ours: `snake_case` there, `camelCase` here, one level deep. */

export type Row = Readonly<Record<string, unknown>>;

/** What `write_turn` takes: by table, the rows to insert or the rows to change. */
export type TurnRows = Record<string, Row[]>;

export function toRow(value: object): Row {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      field,
    ]),
  );
}

/** The caller says what it reads: the function that made the row is the one place that could be wrong. */
export function fromRow<Value>(row: Row): Value {
  return Object.fromEntries(
    Object.entries(row).map(([name, field]) => [
      name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      field,
    ]),
  ) as Value;
}
