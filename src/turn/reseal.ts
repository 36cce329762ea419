/** Words that one account's key has sealed, sealed with another's: for a file that becomes part of another. */
import type { Owner, Vault } from '../secrets/vault.ts';
import type { SealedText } from './searchCaseFile.ts';

export interface Resealed {
  readonly place: string;
  readonly row: string;
  /** As it was read: what has changed since is not put over. */
  readonly old: string;
  readonly text: string;
}

export async function reseal(
  vault: Vault,
  from: NonNullable<Owner>,
  to: NonNullable<Owner>,
  texts: readonly SealedText[],
): Promise<Resealed[]> {
  return Promise.all(
    texts.map(async ({ place, row, text: old }) => {
      if (place !== 'outbox.lines')
        return {
          place,
          row,
          old,
          text: await anew(
            old,
            `${place}:${row}`,
            place === 'account.phone' ? `account.phone:${to.id}` : `${place}:${row}`,
          ),
        };
      return { place, row, old, text: JSON.stringify(await within(JSON.parse(old), `${place}:${row}`)) };
    }),
  );

  /** What was said before somebody had an account is sealed with no account's key, and stays as it is. */
  async function anew(sealed: string, place: string, newPlace: string): Promise<string> {
    const clear = await vault.open(from, place, sealed).catch(() => undefined);
    return clear === undefined ? sealed : vault.seal(to, newPlace, clear);
  }

  /** A message's lines and choices, in which some values are sealed. */
  async function within(value: unknown, place: string): Promise<unknown> {
    if (typeof value === 'string') return value.startsWith('s1.') ? anew(value, place, place) : value;
    if (Array.isArray(value)) return Promise.all(value.map((each) => within(each, place)));
    if (typeof value !== 'object' || value === null) return value;
    const entries = await Promise.all(
      Object.entries(value).map(async ([name, each]) => [name, await within(each, place)] as const),
    );
    return Object.fromEntries(entries);
  }
}
