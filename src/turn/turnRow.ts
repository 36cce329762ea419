/** What a turn changes beside its own chat, by the names that `write_rest` knows. */
export type Rest = Readonly<Record<string, unknown>>;

/** What `write_turns` takes of one turn: a row that nearly every turn has, and in `rest` whatever else it changes. */
export interface TurnRow {
  readonly moment: string;
  readonly actor: string;
  /** The chat; null for the clock, which has none. */
  readonly me: string | null;
  readonly channel: string;
  readonly update_id: string;
  readonly outcome: 'done' | 'failed';
  readonly said: string | null;
  readonly failure: string | null;
  readonly stands: string | null;
  readonly screen: string | null;
  readonly focus: string | null;
  readonly form: boolean | null;
  readonly known: number | null;
  readonly message: string | null;
  readonly told: string | null;
  readonly lines: unknown;
  readonly choices: unknown;
  readonly urgent: boolean | null;
  readonly hand: boolean;
  readonly directory: number | null;
  readonly rest: Rest | null;
}
