/** The database's own clock, which the demo may move, and only forward. */
import type { Sql } from 'postgres';

/** Sets it to this moment. */
export async function moveClockTo(sql: Sql, moment: Date): Promise<void> {
  await sql`select move_clock(ceil(extract(epoch from ${moment.toISOString()}::timestamptz - clock_now()))::integer)`;
}
