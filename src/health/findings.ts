import type { Health } from './health.ts';

/** One thing that was looked at; with `todo` it needs a hand, and this says which. */
export interface Finding {
  readonly what: string;
  readonly says: string;
  readonly todo?: string;
}

/** The rule of the clock runs once a minute, and back-off ends at 15: what is later than that is stuck. */
const lateSeconds = 20 * 60;
const driftSeconds = 30;

/** What the state of the work comes to. `machineNow`: this machine's clock when the database told its own. */
export function findingsOf(health: Health, machineNow: Date): Finding[] {
  return [clock(health, machineNow), oldest(health), deadLetters(health), clockWork(health)];
}

function clock(health: Health, machineNow: Date): Finding {
  const drift = Math.round((machineNow.getTime() - Date.parse(health.clock)) / 1000);
  const says = `this machine is ${Math.abs(drift)} s ${drift < 0 ? 'behind' : 'ahead of'} the database`;
  return finding('clock', says, Math.abs(drift) > driftSeconds, 'let NTP set both clocks');
}

function oldest({ waiting, oldestSeconds, unreachable }: Health): Finding {
  const closed = unreachable === 0 ? '' : `; ${unreachable} for chats that are closed or not open yet`;
  const says = `${waiting} due, the oldest for ${Math.round(oldestSeconds)} s${closed}`;
  const todo = 'see that the service runs, and why it cannot send: its log lines "message" and "dispatch.failed" tell';
  return finding('messages', says, oldestSeconds > lateSeconds, todo);
}

function deadLetters({ deadLetters: count }: Health): Finding {
  const todo = 'coordinators see each in their chat under what is overdue, and send it again or call';
  return finding('dead letters', `${count} given up`, count > 0, todo);
}

function clockWork({ tickLagSeconds: lag }: Health): Finding {
  const says = `the oldest timer is ${Math.round(lag)} s late`;
  const todo = 'see that a replica runs, and its log lines "tick.failed"';
  return finding('timers', says, lag > lateSeconds, todo);
}

export function finding(what: string, says: string, isWrong: boolean, todo: string): Finding {
  return isWrong ? { what, says, todo } : { what, says };
}
