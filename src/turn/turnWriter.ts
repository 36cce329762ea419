import type { Database } from '../db/database.ts';
import type { Hand } from '../mail/mail.ts';

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
  readonly rest: object | null;
}

/** `handed`: the caller sends the answer now. `left`: whoever sends finds something. */
export interface WriteResult {
  readonly handed: boolean;
  readonly left: boolean;
}

export interface TurnWriter {
  /** Rejects with GT001 when a row that the turn relied on has changed. */
  write(row: TurnRow): Promise<WriteResult>;
}

interface Waiting {
  readonly row: TurnRow;
  resolve(result: WriteResult): void;
  reject(error: unknown): void;
}

interface Answer {
  readonly handed: readonly boolean[];
  readonly waiting: readonly number[];
  readonly more: boolean;
}

const statement = 'select write_turns($1::jsonb, $2::jsonb, $3) as written';
/** One statement runs while the next one gathers what comes meanwhile, and a third connection keeps the server busy. */
const mostStatements = 3;
const mostTurns = 64;

/**
 * Writes turns: one at a time while they come one at a time, and those that come faster than that together, in one commit.
 * What was sent meanwhile is settled in the same statement. Only turns that change nothing but their own chat go together;
 * where one of them cannot be written, none is, and each is tried by itself.
 */
export function createTurnWriter({
  database,
  hand,
  clock,
}: {
  readonly database: Database;
  readonly hand: Hand;
  readonly clock: () => Date | null;
}): TurnWriter {
  let queue: Waiting[] = [];
  let running = 0;

  const send = async (turns: readonly Waiting[]) => {
    // Not along with a turn that may have to wait for what others hold.
    const sent = turns.every(({ row }) => row.rest === null) ? hand.sent() : undefined;
    try {
      const rows = JSON.stringify(turns.map(({ row }) => row));
      const settled = sent === undefined ? null : JSON.stringify(sent.rows);
      const [answer] = await database.query<{ written: Answer }>(statement, [
        rows,
        settled,
        clock()?.toISOString() ?? null,
      ]);
      if (answer === undefined) throw new Error('a statement that writes turns gives one row');
      const { handed, waiting, more } = answer.written;
      sent?.settled(more);
      for (const [place, turn] of turns.entries())
        turn.resolve({ handed: handed[place] === true, left: waiting.includes(place) });
    } catch (error) {
      sent?.failed();
      if (turns.length === 1) for (const turn of turns) turn.reject(error);
      else await Promise.all(turns.map((turn) => send([turn])));
    }
  };
  const run = async () => {
    running += 1;
    while (queue.length > 0) {
      const turns = queue.slice(0, mostTurns);
      queue = queue.slice(mostTurns);
      await send(turns);
    }
    running -= 1;
  };
  return {
    write: (row) =>
      new Promise((resolve, reject) => {
        const turn = { row, resolve, reject };
        if (row.rest !== null) void send([turn]);
        else {
          queue.push(turn);
          if (running < mostStatements) void run();
        }
      }),
  };
}
