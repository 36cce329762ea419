import { dayOf } from '../calendar/day.ts';
import { sqlState, sqlStateOf } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { World } from '../dialogue/world.ts';
import { readDirectory } from '../organisation/readDirectory.ts';
import { type ReferralRule, referralRules } from '../referrals/deadlines.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { readTurn, type TurnRead } from '../turn/readTurn.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import { writeClockTurn } from '../turn/writeTurn.ts';
import { type ClockOutcome, nothing } from './clockOutcome.ts';
import { foldAgain } from './foldAgain.ts';
import { onReferralDeadline } from './referralDeadlines.ts';
import { purgeRecords } from './retention.ts';
import type { ClockRule, DueWork } from './rule.ts';
import { clockRules } from './rules.ts';
import { sealAudit } from './sealAudit.ts';
import { onUnread, type Unread } from './unread.ts';

interface Timer {
  readonly id: string;
  readonly rule: string;
  readonly subjectId: string;
  readonly slot: string;
}

const mostAtOnce = 500;
const doneAlready = new Set<string | undefined>([sqlState.rowChanged, sqlState.uniqueViolation]);

/**
 * Everything that is due. A tick may come twice, late, or on several replicas: each piece is done once. Rule after rule, so
 * that a list of this morning knows who came back today. Gives how many pieces were done.
 */
export async function tick(deps: TurnDeps): Promise<number> {
  const { now, work } = await readDeadlines(deps);
  let done = await doAll(deps, work, async () => (await readDeadlines(deps)).work);
  for (const rule of await rulesAt(deps, now)) {
    const find = () => findByRule(deps, rule, now);
    done += await doAll(deps, await find(), find);
  }
  await foldAgain(deps);
  await purgeRecords(deps, now);
  if (done > 0) await letGo(deps);
  await sealAudit(deps, now);
  return done;
}

/** Lets the reminders of this tick go, which have waited for each other. */
async function letGo({ database, clock, wake }: Deps): Promise<void> {
  await database.query('select release_reminders($1)', [clock()?.toISOString() ?? null]);
  wake();
}

/**
 * Does what was found, and looks again until nothing new is done: two deadlines of one request stand in each other's way,
 * so the second comes round again. What cannot be done at all is left for the next tick.
 */
async function doAll(deps: TurnDeps, work: readonly DueWork[], again: () => Promise<DueWork[]>): Promise<number> {
  if (work.length === 0) return 0;
  const fresh = (await Promise.all(work.map((piece) => doOnce(deps, piece)))).filter(Boolean).length;
  return fresh === 0 ? 0 : fresh + (await doAll(deps, await again(), again));
}

/** What a tick would do now, for `--dry-run`: nothing is written. */
export async function previewTick(
  deps: Deps,
): Promise<
  { readonly rule: string; readonly subjectId: string; readonly outcome: ClockOutcome; readonly world: World }[]
> {
  const previews = [];
  for (const piece of await readDue(deps)) {
    const read = await readPiece(deps, piece);
    if (!read.seen)
      previews.push({ rule: piece.rule, subjectId: piece.subjectId, outcome: piece.decide(read), world: read.world });
  }
  return previews;
}

async function readDue(deps: Deps): Promise<DueWork[]> {
  const { now, work } = await readDeadlines(deps);
  const found = [...work];
  for (const rule of await rulesAt(deps, now)) found.push(...(await findByRule(deps, rule, now)));
  return found;
}

/** Timers of requests, and messages that stay unread. */
async function readDeadlines(deps: Deps): Promise<{ readonly now: Date; readonly work: DueWork[] }> {
  const [answer] = await deps.database.query<{ due: { now: string; timers: Row[]; unread: Row[] } }>(
    'select read_due($1, $2) as due',
    [deps.clock()?.toISOString() ?? null, mostAtOnce],
  );
  if (answer === undefined) throw new Error('read_due gave no row');
  const { now, timers, unread } = answer.due;
  const work = [
    ...timers.map((row) => timerWork(fromRow<Timer>(row))),
    ...unread.map((row) => unreadWork(fromRow<Unread>(row))),
  ];
  return { now: new Date(now), work };
}

async function rulesAt({ database }: Deps, now: Date): Promise<ClockRule[]> {
  // A replica that only ticks hears of a changed calendar from nobody.
  const [known] = await database.query<{ version: number }>('select directory_version as version from installation');
  const { calendar } = await readDirectory(database, known?.version ?? 0);
  return clockRules.filter(({ isTime }) => isTime(now, calendar));
}

async function findByRule({ database }: Deps, rule: ClockRule, now: Date): Promise<DueWork[]> {
  const [answer] = await database.query<{ due: Row[] }>(`select ${rule.find}($1, $2::date, $3) as due`, [
    now.toISOString(),
    dayOf(now),
    mostAtOnce,
  ]);
  const stands = (world: World) => world.today === dayOf(now) && rule.isTime(world.now, world.calendar);
  return (answer?.due ?? []).map((row) => ({ ...rule.work(row, now), stands }));
}

function timerWork(timer: Timer): DueWork {
  return {
    rule: timer.rule,
    subjectId: timer.subjectId,
    updateId: `timer ${timer.id}`,
    timer: timer.id,
    referralId: timer.subjectId,
    decide({ world }) {
      if (world.focus === null || !isReferralRule(timer.rule)) return nothing;
      return onReferralDeadline(timer.rule, timer.slot, world.focus, world);
    },
  };
}

function isReferralRule(rule: string): rule is ReferralRule {
  return (referralRules as readonly string[]).includes(rule);
}

function unreadWork(unread: Unread): DueWork {
  return {
    rule: 'unread',
    subjectId: unread.personId,
    updateId: `unread ${unread.messageIds[0]}`,
    timer: null,
    decide: ({ world }) => onUnread(unread, world),
  };
}

function readPiece(deps: Deps, piece: DueWork): Promise<TurnRead> {
  const request = { channel: 'clock', externalId: 'clock', updateId: piece.updateId };
  return readTurn(deps, piece.referralId === undefined ? request : { ...request, referralId: piece.referralId });
}

/** Whether it was this call that did it. A failure is logged and left for the next tick. */
async function doOnce(deps: TurnDeps, piece: DueWork): Promise<boolean> {
  try {
    const read = await readPiece(deps, piece);
    if (read.seen || piece.stands?.(read.world) === false) return false;
    await writeClockTurn(deps, read, piece.decide(read), piece.updateId, piece.timer);
    return true;
  } catch (error) {
    if (!doneAlready.has(sqlStateOf(error)))
      deps.log.error('tick.failed', { rule: piece.rule, subject: piece.subjectId, sqlState: sqlStateOf(error) });
    return false;
  }
}
