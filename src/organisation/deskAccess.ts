/** The rules of getting in to the desk: how long what is open, and how often one may err. Times in minutes. */

export const deskLinkMinutes = 5;
/** After the number was typed, the browser comes for its session within seconds, or not at all. */
export const confirmedMinutes = 2;
export const steppedUpMinutes = 10;
export const numberTries = 3;

/** From 20, so that no number of a menu's choice is meant. */
export const lowestDeskNumber = 20;
export const highestDeskNumber = 99;

/** Five wrong tries shut a PIN for a quarter of an hour, each five more for twice as long, for a day at most. */
const pinTries = 5;
const pinLockMinutes = 15;
const mostPinLockMinutes = 24 * 60;

/** What one more wrong try makes of a PIN. `until`: ISO 8601, when it is shut from now on. */
export function afterMiss(attempts: number, now: Date): { readonly attempts: number; readonly until: string | null } {
  const missed = attempts + 1;
  if (missed % pinTries !== 0) return { attempts: missed, until: null };
  const minutes = Math.min(pinLockMinutes * 2 ** (missed / pinTries - 1), mostPinLockMinutes);
  return { attempts: missed, until: minutesAfter(now, minutes) };
}

/** ISO 8601. */
export function minutesAfter(now: Date, minutes: number): string {
  return new Date(now.getTime() + minutes * 60_000).toISOString();
}

/** The digits of what was typed, full width or spaced; undefined when it is anything else than `count` digits. */
export function digitsIn(text: string, count: number): string | undefined {
  const bare = text.normalize('NFKC').replace(/[\s\p{Default_Ignorable_Code_Point}-]/gu, '');
  return bare.length === count && /^[0-9]+$/.test(bare) ? bare : undefined;
}

export const pinLength = 6;

/** Whether six digits are among the first that anybody would try: 000000, 123456, 121212, 123123, 112233. */
export function isTrivialPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  const [first] = steps;
  if (steps.every((step) => step === first) && (first === 0 || first === 1 || first === 9)) return true;
  if (pin === pin.slice(0, 2).repeat(3) || pin === pin.slice(0, 3).repeat(2)) return true;
  const pairs = pin.match(/(\d)\1/g) ?? [];
  return pairs.length === 3 && isRun(pairs.map((pair) => Number(pair[0])));
}

function isRun([first = 0, second = 0, third = 0]: readonly number[]): boolean {
  return second - first === third - second && Math.abs(second - first) <= 1;
}
