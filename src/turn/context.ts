import type { World } from '../dialogue/world.ts';
import type { Owner, Vault } from '../secrets/vault.ts';
import type { Identity } from './readTurn.ts';
import { type Row, toRow } from './rows.ts';

/** What the rows of a change need beside the change itself. */
export interface ApplyContext {
  readonly vault: Vault;
  readonly world: World;
  /** The account that acts, or `system`. After joining, the account that joined. */
  readonly actor: string;
  readonly keys: ReadonlyMap<string, string>;
  /** The chat as the turn will leave it. */
  identity: Identity;
  readonly rows: TurnWrite;
}

/** What `write_turn` takes beside the inbox: rows by table, and a few names of what else to do. */
export interface TurnWrite {
  readonly tables: Map<string, Row[]>;
  readonly named: Map<string, unknown>;
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
