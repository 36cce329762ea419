import type { RegisterFact } from '../../dialogue/facts/register.ts';
import type { ApplyContext } from '../context.ts';

/** The rows of what a coordinator did: people registered, teams formed, papers seen, accounts taken off. */
export async function applyRegisterFact(_context: ApplyContext, _change: RegisterFact): Promise<void> {}

export function subjectOfRegisterFact(_change: RegisterFact): string | null {
  return null;
}

export function isRegisterFact(_change: { readonly fact: string }): _change is RegisterFact {
  return false;
}
