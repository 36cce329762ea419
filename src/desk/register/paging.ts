import * as z from 'zod';

/** How many rows a page of a list has. */
export const pageLength = 50;

/** Where a page of a list begins: behind the row with these, as it stands in the address. What is none begins at the first. */
export function readAfter<First extends string>(
  first: First,
  text: string,
): { readonly [name in First | 'id']: string } | null {
  const [value = '', id = ''] = text.split('~');
  const isMoment = z.union([z.iso.datetime({ offset: true }), z.iso.date(), z.guid()]).safeParse(value).success;
  if (!isMoment || !z.guid().safeParse(id).success) return null;
  return { [first]: value, id } as { readonly [name in First | 'id']: string };
}

/** The rows of a page, and what the next one begins behind. */
export function pageOf<Row>(
  rows: readonly Row[],
  placeOf: (row: Row) => string,
  length = pageLength,
): { readonly shown: readonly Row[]; readonly next: string | null } {
  const shown = rows.slice(0, length);
  const last = shown.at(-1);
  return { shown, next: rows.length > length && last !== undefined ? placeOf(last) : null };
}

/** A choice from an address; anything else is none. */
export function choiceIn<const Choices extends readonly string[]>(
  choices: Choices,
  text: string,
): Choices[number] | null {
  return (choices as readonly string[]).includes(text) ? (text as Choices[number]) : null;
}

export function idIn(text: string): string | null {
  return z.guid().safeParse(text).success ? text : null;
}
