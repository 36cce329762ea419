import { addDays, type Day } from '../calendar/day.ts';
import type { Person } from '../dialogue/world.ts';
import { arrivalDueOn, helpedUntil } from './arrival.ts';

const longestName = 40;
/** A release that is longer ago, or further ahead, is a slip of the finger. */
const farthestDays = { back: 20 * 366, ahead: 366 };

/** All that is known of somebody who may be registered now. */
export interface Complete {
  readonly name: string;
  readonly releasedOn: Day;
  readonly area: string;
  readonly phone: string | null;
  readonly paperDay: Day | null;
  readonly shielded: boolean;
}

/** A name as it was typed; undefined for what is none. */
export function readName(text: string): string | undefined {
  const plain = plainAnswer(text);
  return plain.length <= longestName && /\p{L}/u.test(plain) && !/\d/.test(plain) ? plain : undefined;
}

/** A phone number as it was typed; undefined for what is none. */
export function readTypedPhone(text: string): string | undefined {
  const plain = plainAnswer(text);
  return /^\+?[\d\s-]{7,20}$/.test(plain) ? plain : undefined;
}

function plainAnswer(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim();
}

export function isWithinReach(day: Day, today: Day): boolean {
  return day >= addDays(today, -farthestDays.back) && day <= addDays(today, farthestDays.ahead);
}

/** The day on the paper, else seven days; for who came home long ago these begin today, so that nobody starts out late. */
export function expectedBy(today: Day, paperDay: Day | null, releasedOn: Day): Day {
  const day = arrivalDueOn(paperDay, releasedOn);
  return paperDay === null && day < today ? arrivalDueOn(null, today) : day;
}

/** The file as it begins. */
export function newPerson(
  ids: { readonly id: string; readonly accountId: string },
  { area, releasedOn, shielded }: Pick<Complete, 'area' | 'releasedOn' | 'shielded'>,
  checkInEveryMonths: number,
): Person {
  return {
    ...ids,
    areaId: area,
    state: 'registered',
    releasedOn,
    helpedUntil: helpedUntil(releasedOn),
    periodEndedAt: null,
    checkInEveryMonths,
    nextCheckInOn: null,
    remindersPausedAt: null,
    plainlySince: null,
    visitEveryMonths: 6,
    visitReviewOn: null,
    shielded,
    version: 1,
  };
}
