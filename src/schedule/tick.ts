import { sqlState, sqlStateOf } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { World } from '../dialogue/world.ts';
import { type ReferralRule, referralRules } from '../referrals/deadlines.ts';
import { readTurn, type TurnRead } from '../turn/readTurn.ts';
import { fromRow, type Row } from '../turn/rows.ts';
import { writeClockTurn } from '../turn/writeTurn.ts';
import { type ClockOutcome, nothing } from './clockOutcome.ts';
import { onReferralDeadline } from './referralDeadlines.ts';
import { onUnread, type Unread } from './unread.ts';

interface Timer {
  readonly id: string;
  readonly rule: string;
  readonly subjectId: string;
  readonly slot: string;
}

/** One piece of the clock's work: what it is called in the log, and what it does. */
export interface DueWork {
  readonly rule: string;
  readonly subjectId: string;
  /** Unique: the second time it is refused like an update seen before. */
  readonly updateId: string;
  readonly timer: string | null;
  readonly decide: (read: TurnRead) => ClockOutcome;
  readonly referralId?: string;
}

const mostAtOnce = 500;
const doneAlready = new Set<string | undefined>([sqlState.rowChanged, sqlState.uniqueViolation]);

/** Everything that is due. A tick may come twice, late, or on several replicas: each piece is done once. Gives how many. */
export async function tick(deps: Deps): Promise<number> {
  let done = 0;
  for (;;) {
    const work = await readDue(deps);
    const fresh = await Promise.all(work.map((piece) => doOnce(deps, piece)));
    done += fresh.filter(Boolean).length;
    // Two deadlines of one request stand in each other's way, so the second comes round again; what cannot be done at all
    // is left for the next tick.
    if (!fresh.some(Boolean)) break;
  }
  if (done > 0) deps.wake();
  return done;
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
  const [answer] = await deps.database.query<{ due: { timers: Row[]; unread: Row[] } }>(
    'select read_due($1, $2) as due',
    [deps.clock()?.toISOString() ?? null, mostAtOnce],
  );
  const timers = (answer?.due.timers ?? []).map((row) => timerWork(fromRow<Timer>(row)));
  const unread = (answer?.due.unread ?? []).map((row) => unreadWork(fromRow<Unread>(row)));
  return [...timers, ...unread];
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
async function doOnce(deps: Deps, piece: DueWork): Promise<boolean> {
  try {
    const read = await readPiece(deps, piece);
    if (read.seen) return false;
    await writeClockTurn(deps, read, piece.decide(read), piece.updateId, piece.timer);
    return true;
  } catch (error) {
    if (!doneAlready.has(sqlStateOf(error)))
      deps.log.error('tick.failed', { rule: piece.rule, subject: piece.subjectId, sqlState: sqlStateOf(error) });
    return false;
  }
}
