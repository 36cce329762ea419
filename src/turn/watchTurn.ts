import type { Inbound } from '../channels/channel.ts';
import type { Deps, TurnOutcome } from '../deps.ts';
import { requestIdOf } from '../mail/requestId.ts';

/** What a turn notes of itself while it is taken. */
export interface TurnNote {
  outcome: TurnOutcome;
  /** How often it was taken again because a row had changed. */
  retries: number;
}

/** Takes a turn, then counts it and writes its one line: ids, enums and durations. */
export async function watchTurn(
  { log, meter }: Pick<Deps, 'log' | 'meter'>,
  { channel, updateId, content }: Inbound,
  take: (note: TurnNote) => Promise<void>,
): Promise<void> {
  const note: TurnNote = { outcome: 'done', retries: 0 };
  const startedAt = performance.now();
  try {
    await take(note);
  } catch (error) {
    note.outcome = 'unavailable';
    throw error;
  } finally {
    const milliseconds = performance.now() - startedAt;
    meter.turn({ channel, ...note, milliseconds });
    log.info('turn', {
      request: requestIdOf(channel, updateId),
      channel,
      content: content.type,
      ...note,
      milliseconds: Math.round(milliseconds),
    });
  }
}
