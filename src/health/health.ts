import * as z from 'zod';
import type { Database } from '../db/database.ts';

/** How the work stands, over all replicas: `read_health` in `drizzle/functions/86_health.sql`. */
const healthSchema = z.object({
  /** The database's own clock. */
  clock: z.iso.datetime({ offset: true }),
  /** Messages that are due, for chats that can be reached. */
  waiting: z.number(),
  /** How long the oldest of them has been due; 0 when there is none. */
  oldestSeconds: z.number(),
  retrying: z.number(),
  /** Messages for a later hour. */
  planned: z.number(),
  /** Messages that wait for a chat that is closed to us, or for somebody who has not joined yet. */
  unreachable: z.number(),
  deadLetters: z.number(),
  /** How long the oldest timer that is due has waited; 0 when there is none. */
  tickLagSeconds: z.number(),
});
export type Health = z.infer<typeof healthSchema>;

/** `at`: the hand-driven clock of a test; null stands for the database's own. */
export async function readHealth(database: Database, at: Date | null): Promise<Health> {
  const [row] = await database.query<{ health: unknown }>('select read_health($1) as health', [
    at?.toISOString() ?? null,
  ]);
  return healthSchema.parse(row?.health);
}
