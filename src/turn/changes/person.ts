import type { PersonFact } from '../../dialogue/facts/person.ts';
import type { ApplyContext } from '../context.ts';

/** The rows of what became true about a person's arrival, check-ins and helpers. */
export async function applyPersonFact(_context: ApplyContext, _change: PersonFact): Promise<void> {}

export function subjectOfPersonFact(_change: PersonFact): string | null {
  return null;
}

export function isPersonFact(_change: { readonly fact: string }): _change is PersonFact {
  return false;
}
