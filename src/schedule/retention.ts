import { dayOf, minutesOfDay } from '../calendar/day.ts';
import type { Deps } from '../deps.ts';
import { keepIntervals } from '../retention/keepTimes.ts';

/** Rows of one kind in one bite. */
const most = 2000;
/** A tick goes on biting for this long at most; the next one, a minute later, goes on from there. */
const patienceMilliseconds = 20_000;
/** 03:00 to 04:00, when nobody waits. */
const hour = 3;

/** What is no longer needed goes, in the small hours: by src/retention/keepTimes.ts. */
export async function purgeRecords({ database }: Pick<Deps, 'database'>, now: Date): Promise<void> {
  if (Math.floor(minutesOfDay(now) / 60) !== hour) return;
  const startedAt = performance.now();
  let largest = most;
  while (largest === most && performance.now() - startedAt < patienceMilliseconds) {
    const [bite] = await database.query<{ done: { largest: number } }>(
      'select purge_records($1, $2::date, $3, $4::jsonb) as done',
      [now.toISOString(), dayOf(now), most, JSON.stringify(keepIntervals())],
    );
    largest = bite?.done.largest ?? 0;
  }
}
