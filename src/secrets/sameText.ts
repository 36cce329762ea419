import { timingSafeEqual } from 'node:crypto';

/** In the same time whatever the difference. */
export function sameText(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
