import type { World } from '../dialogue/world.ts';
import type { Owner, Vault } from '../secrets/vault.ts';
import type { Identity } from './readTurn.ts';
import { type Row, toRow } from './rows.ts';
import type { SealedText } from './searchCaseFile.ts';

/** What the rows of a change need beside the change itself. */
export interface ApplyContext {
  readonly vault: Vault;
  readonly world: World;
  /** The account that acts, or `system`. After joining, the account that joined. */
  readonly actor: string;
  /** The update's name in the logs, which its messages' ids begin with. */
  readonly request: string;
  readonly keys: ReadonlyMap<string, string>;
  /** Sealed words that a search brought for the writing. */
  readonly texts: readonly SealedText[];
  /** The chat as the turn will leave it. */
  identity: Identity;
  readonly rows: TurnWrite;
}

/** What `write_turns` takes beside the inbox: rows by table, and a few names of what else to do. */
export interface TurnWrite {
  readonly tables: Map<string, Row[]>;
  readonly named: Map<string, unknown>;
  /** Rows of the tables that few turns touch, in the order they are to be made. */
  readonly inserts: TableRows[];
  readonly updates: TableRows[];
}

export interface TableRows {
  readonly table: string;
  readonly rows: Row[];
}

export function nothingToWrite(): TurnWrite {
  return { tables: new Map(), named: new Map(), inserts: [], updates: [] };
}

/** A new row of a table that `write_more` writes; all its rows have the same fields. */
export function insertRow(context: Pick<ApplyContext, 'rows'>, table: string, row: object): void {
  addTo(context.rows.inserts, table, row);
}

/** The fields of a row that change, with its `id` and the `version` that was read. */
export function updateRow(
  context: Pick<ApplyContext, 'rows'>,
  table: string,
  row: { readonly id: string; readonly version: number } & Readonly<Record<string, unknown>>,
): void {
  addTo(context.rows.updates, table, row);
}

function addTo(list: TableRows[], table: string, value: object): void {
  const row = toRow(value);
  const fields = Object.keys(row).sort().join();
  const last = list.at(-1);
  const fits =
    last?.table === table &&
    Object.keys(last.rows[0] ?? {})
      .sort()
      .join() === fields;
  if (fits) last.rows.push(row);
  else list.push({ table, rows: [row] });
}

export function addRow(context: ApplyContext, table: string, row: object): void {
  const rows = context.rows.tables.get(table);
  if (rows === undefined) context.rows.tables.set(table, [toRow(row)]);
  else rows.push(toRow(row));
}

export function ownerOf(context: Pick<ApplyContext, 'keys'>, accountId: string): Owner {
  const key = context.keys.get(accountId);
  if (key === undefined) throw new Error('this turn has not read the key it needs');
  return { id: accountId, key };
}

/** The clock acts as nobody's account. */
export function accountOf(actor: string): string | null {
  return actor === 'system' ? null : actor;
}
