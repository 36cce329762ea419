import type { Database } from '../db/database.ts';
import type { Hand } from '../mail/mail.ts';
import { addedTogether, onlyAdds } from './addedTogether.ts';
import type { TurnRow } from './turnRow.ts';

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
const mostTurns = 64;

/**
 * Writes turns: one at a time while they come one at a time, and those that come faster than that together, in one commit.
 * Together go turns that change nothing but their own chat, with what was sent meanwhile, and apart from them those that
 * beside it only add rows; any other goes alone. Where one of them cannot be written, none is, and each is tried by itself.
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
  const send = async (turns: readonly Waiting[]) => {
    // Not along with a turn that may have to wait for what others hold.
    const sent = turns.every(({ row }) => row.rest === null) ? hand.sent() : undefined;
    try {
      const rows = JSON.stringify(addedTogether(turns.map(({ row }) => row)));
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
  // One statement runs while the next one gathers what comes meanwhile, and a third connection keeps the server busy.
  const plain = createLane(send, 3);
  const adding = createLane(send, 2);
  return {
    write: (row) =>
      new Promise((resolve, reject) => {
        const turn = { row, resolve, reject };
        if (row.rest === null) plain(turn);
        else if (onlyAdds(row.rest)) adding(turn);
        else void send([turn]);
      }),
  };
}

/** Takes turns in, and sends what has gathered whenever one of so many statements is free. */
function createLane(send: (turns: readonly Waiting[]) => Promise<void>, mostStatements: number) {
  let queue: Waiting[] = [];
  let running = 0;
  const run = async () => {
    running += 1;
    while (queue.length > 0) {
      const turns = queue.slice(0, mostTurns);
      queue = queue.slice(mostTurns);
      await send(turns);
    }
    running -= 1;
  };
  return (turn: Waiting) => {
    queue.push(turn);
    if (running < mostStatements) void run();
  };
}
