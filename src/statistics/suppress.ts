/**
 * Small cells. A number from 1 to 4 is not shown: with so few, whoever knows the street knows the person. Nothing is to be
 * gained by subtracting either: wherever a sum is shown, so much more of it is hidden that every hidden number could still be
 * at least five different ones. Zero is shown. This is the usual rule of threshold and complementary suppression; it holds
 * within one sheet, and not between sheets of different days or areas.
 */
export const smallestShown = 5;

/** `total` is the sum of `parts`; each is the key of a cell. */
export interface Sum {
  readonly total: string;
  readonly parts: readonly string[];
}

/** The cells that are not shown. `cells` holds every key that a sum names. */
export function suppressed(cells: ReadonlyMap<string, number>, sums: readonly Sum[]): ReadonlySet<string> {
  const count = (key: string) => cells.get(key) ?? 0;
  const hidden = new Set([...cells].filter(([, value]) => value > 0 && value < smallestShown).map(([key]) => key));
  // Hiding more can only make another sum tell less, or ask for more to be hidden: so it ends.
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const sum of sums) protect(sum, count, hidden);
  }
  return hidden;
}

function protect({ total, parts }: Sum, count: (key: string) => number, hidden: Set<string>): void {
  for (;;) {
    const out = parts.filter((key) => hidden.has(key));
    const isTotalHidden = hidden.has(total);
    if (out.length === 0 && !isTotalHidden) return;
    if (isSafe(out.map(count), isTotalHidden)) return;
    // The smallest that is left tells least when it is gone; the sum goes last.
    const next = parts
      .filter((key) => !hidden.has(key) && count(key) > 0)
      .sort((one, other) => count(one) - count(other))[0];
    if (next !== undefined) hidden.add(next);
    else if (!isTotalHidden) hidden.add(total);
    else return;
  }
}

/** Whether the hidden parts, each known to be at least one, could each be five different numbers. */
function isSafe(values: readonly number[], isTotalHidden: boolean): boolean {
  if (isTotalHidden) return values.length > 0;
  const sum = values.reduce((all, value) => all + value, 0);
  return values.length > 1 && sum - values.length + 1 >= smallestShown;
}
