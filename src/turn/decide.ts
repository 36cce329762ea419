import { sqlState, sqlStateOf } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { Event } from '../dialogue/event.ts';
import type { Outcome } from '../dialogue/outcome.ts';
import { step } from '../dialogue/step.ts';
import type { TurnRead } from './readTurn.ts';
import { type SearchResult, search } from './search.ts';

const mostAttempts = 5;
const retried = new Set<string | undefined>([
  sqlState.rowChanged,
  sqlState.uniqueViolation,
  sqlState.serializationFailure,
  sqlState.deadlock,
]);

/** Takes a turn again, at most five times in all, while a row it relied on has changed meanwhile. */
export async function withRetries<Result>(work: () => Promise<Result>, onRetry: () => void): Promise<Result> {
  for (let count = 1; ; count += 1) {
    try {
      return await work();
    } catch (error) {
      if (!retried.has(sqlStateOf(error)) || count === mostAttempts) throw error;
      onRetry();
    }
  }
}

/** What the step says, after one search where it asks for one; with what the writing needs of whom the search was about. */
export async function decide(
  deps: Deps,
  read: TurnRead,
  event: Event,
): Promise<{ readonly outcome: Outcome } & Omit<SearchResult, 'found'>> {
  const first = step(read.topic, event, read.world);
  if (!('search' in first)) return { outcome: first, keys: new Map() };
  const { found, ...beside } = await search(deps, read, first.search);
  const second = step(read.topic, event, { ...read.world, found });
  if ('search' in second) throw new Error('a step may search once');
  return { outcome: second, ...beside };
}
