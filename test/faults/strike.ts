/** Kills a process around one of its flights to the database. */
import { type DatabaseProxy, type Moment, moments } from './proxy.ts';
import { until } from './until.ts';

/** After these there may be mail to lease. */
const wakers = new Set(['write_turns', 'settle_answers', 'settle_mail', 'recover_mail']);

/** The ways of leasing mail: without a limit, and within what a platform lets through. */
export const leases: ReadonlySet<string> = new Set(['lease_mail', 'lease_paced']);

/**
 * The flights of some work. Looking whether somebody has died is none of its own, but for the first time where `recovers`;
 * nor is looking for mail where there is none.
 */
export async function flightsOf(proxy: DatabaseProxy, work: () => Promise<void>, recovers = false): Promise<string[]> {
  const flights: string[] = [];
  const isPoll = (flight: string, rows: number) =>
    (leases.has(flight) && rows === 0) || (flight === 'recover_mail' && (!recovers || flights.includes(flight)));
  await quiet(proxy);
  proxy.watch = (flight, moment, answer) => {
    if (moment === 'after' && !isPoll(flight, answer?.rows ?? 0)) flights.push(flight);
    return 'forward';
  };
  await work();
  await quiet(proxy);
  proxy.rest();
  return flights;
}

export async function quiet(proxy: DatabaseProxy): Promise<void> {
  await until(() => proxy.isQuiet, 'the database is asked without an end');
}

const ofReading: readonly Moment[] = ['before', 'during', 'after'];

/** Of what only reads, an answer that nobody hears is as good as none. */
export function momentsOf(flight: string): readonly Moment[] {
  return /^(read|find|due)_|^select /.test(flight) ? ofReading : moments;
}

export interface Blow {
  readonly flight: string;
  /** Which one of this name: 0 is the first. */
  readonly nth: number;
  readonly moment: Moment;
}

/** From now on: calls `kill` at that moment, and lets nothing through afterwards. */
export function strike(proxy: DatabaseProxy, kill: () => void, { flight, nth, moment }: Blow): void {
  let passed = 0;
  let mayLease = false;
  proxy.watch = (seen, now, answer) => {
    if (now === 'after' && wakers.has(seen)) mayLease = true;
    const findsNothing = answer === undefined ? !mayLease : answer.rows === 0;
    if (seen !== flight || now !== moment || (leases.has(seen) && findsNothing)) return 'forward';
    passed += 1;
    if (passed <= nth) return 'forward';
    proxy.watch = () => 'swallow';
    kill();
    return moment === 'after' || moment === 'during' ? 'forward' : 'swallow';
  };
}
