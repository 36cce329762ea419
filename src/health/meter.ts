import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../deps.ts';
import type { Health } from './health.ts';

/** In seconds: from an answer out of memory to a sender's own time-out. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/** What a process counts and times, and how it is given to Prometheus. */
export interface MeterBook extends Meter {
  /** This process's own counts, with what `health` says of the database that all replicas share. */
  text(health: Health): Promise<string>;
}

/** `ofProcess`: memory, processor time and the event loop's delay as well. */
export function createMeter({ ofProcess = false } = {}): MeterBook {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = (name: string, help: string, labelNames: string[] = []) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const turns = counter('guitu_turns_total', 'Turns taken.', ['channel', 'outcome']);
  const turnSeconds = histogram('guitu_turn_seconds', 'From an update to its turn written.', ['channel']);
  const retries = counter('guitu_turn_retries_total', 'Turns taken again because a row had changed.');
  const sends = counter('guitu_sends_total', 'Attempts to send a message.', ['channel', 'result']);
  const sendSeconds = histogram('guitu_send_seconds', 'One attempt to send.', ['channel']);
  const ticks = counter('guitu_ticks_total', 'Rounds of the clock.', ['result']);
  const tickSeconds = histogram('guitu_tick_seconds', 'One round of the clock.');
  const setHealth = healthGauges(registers);
  return {
    turn({ channel, outcome, retries: count, milliseconds }) {
      turns.inc({ channel, outcome });
      turnSeconds.observe({ channel }, milliseconds / 1000);
      retries.inc(count);
    },
    sent({ channel, result, milliseconds }) {
      sends.inc({ channel, result });
      sendSeconds.observe({ channel }, milliseconds / 1000);
    },
    ticked(result, milliseconds) {
      ticks.inc({ result });
      tickSeconds.observe(milliseconds / 1000);
    },
    text(health) {
      setHealth(health);
      return registry.metrics();
    },
  };
}

function healthGauges(registers: Registry[]): (health: Health) => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const waiting = gauge('guitu_outbox_waiting', 'Messages that are due and not sent.');
  const oldest = gauge('guitu_outbox_oldest_seconds', 'How long the oldest of them has been due.');
  const retrying = gauge('guitu_outbox_retrying', 'Messages that failed and are tried again.');
  const planned = gauge('guitu_outbox_planned', 'Messages for a later hour.');
  const unreachable = gauge('guitu_outbox_unreachable', 'Messages that wait for a chat to open again.');
  const dead = gauge('guitu_dead_letters', 'Messages that were given up and not sent again.');
  const lag = gauge('guitu_tick_lag_seconds', 'How long the oldest timer that is due has waited.');
  return (health) => {
    waiting.set(health.waiting);
    oldest.set(health.oldestSeconds);
    retrying.set(health.retrying);
    planned.set(health.planned);
    unreachable.set(health.unreachable);
    dead.set(health.deadLetters);
    lag.set(health.tickLagSeconds);
  };
}
