/** Kills a process around one of its flights to the database. */
import type { DatabaseProxy, Moment } from './proxy.ts';
import { until } from './until.ts';

/**
 * The flights of some work, in order. Looking whether somebody has died is none of its own, but for the first time where
 * `recovers`; nor is looking for mail where there is none.
 */
export async function flightsOf(proxy: DatabaseProxy, work: () => Promise<void>, recovers = false): Promise<string[]> {
  const flights: string[] = [];
  const isPoll = (flight: string, rows: number) =>
    (flight === 'lease_mail' && rows === 0) || (flight === 'recover_mail' && (!recovers || flights.includes(flight)));
  proxy.watch = (flight, moment, answer) => {
    if (moment === 'after' && !isPoll(flight, answer?.rows ?? 0)) flights.push(flight);
    return 'forward';
  };
  await work();
  await until(() => proxy.isQuiet, 'the database is asked without an end');
  proxy.rest();
  return flights;
}

export interface Blow {
  /** The work's flights in order, and the place of the one that is struck. */
  readonly flights: readonly string[];
  readonly place: number;
  readonly moment: Moment;
}

/** From now on: kills at that moment, and lets nothing through afterwards. Resolves when it is done. */
export function strike(proxy: DatabaseProxy, kill: () => void, { flights, place, moment }: Blow): Promise<void> {
  let reached = 0;
  return new Promise((resolve) => {
    proxy.watch = (flight, now, answer) => {
      const foundNothing = flight === 'lease_mail' && answer?.rows === 0;
      if (flight !== flights[reached] || foundNothing) return 'forward';
      if (reached < place) {
        if (now === 'after') reached += 1;
        return 'forward';
      }
      if (now !== moment) return 'forward';
      proxy.watch = () => 'swallow';
      kill();
      resolve();
      return moment === 'after' || moment === 'during' ? 'forward' : 'swallow';
    };
  });
}
