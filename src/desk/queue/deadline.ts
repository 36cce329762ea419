import { html } from 'hono/html';
import { addDays, type Day } from '../../calendar/day.ts';
import { type Calendar, isWorkingDay } from '../../calendar/workingDays.ts';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import type { References } from '../../i18n/render.ts';
import { isOpen } from '../../referrals/lifeCycle.ts';
import type { Referral } from '../../referrals/referral.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, nothing, type Tone } from '../frame/html.ts';

interface Deadline {
  readonly tone: Tone;
  readonly key: MessageKey;
  readonly number: number;
}

/** Beyond this many days nobody counts any more. */
const mostDays = 400;

/** How a request's day stands, counted in working days; `start` does not count, the last day does. */
export function deadlineOf(calendar: Calendar, referral: Referral, today: Day): Deadline {
  const { state, expectedOn } = referral;
  if (state === 'answered') return { tone: 'done', key: 'deskQueue:days.answered', number: 0 };
  if (!isOpen(referral)) return { tone: 'done', key: 'deskQueue:days.over', number: 0 };
  if (referral.pausedOn !== null) return { tone: 'calm', key: 'deskQueue:days.paused', number: 0 };
  if (expectedOn === today) return { tone: 'soon', key: 'deskQueue:days.today', number: 0 };
  if (expectedOn < today) {
    const late = workingDaysAfter(calendar, expectedOn, today);
    return { tone: 'late', key: late === 0 ? 'deskQueue:days.lateSame' : 'deskQueue:days.late', number: late };
  }
  const left = workingDaysAfter(calendar, today, expectedOn);
  // A day that is no working day itself, with none before it.
  if (left === 0) return { tone: 'soon', key: 'deskQueue:days.today', number: 0 };
  return left === 1
    ? { tone: 'soon', key: 'deskQueue:days.tomorrow', number: 1 }
    : { tone: left <= 2 ? 'soon' : 'calm', key: 'deskQueue:days.left', number: left };
}

function workingDaysAfter(calendar: Calendar, start: Day, end: Day): number {
  let count = 0;
  for (let day = addDays(start, 1), days = 0; day <= end && days < mostDays; day = addDays(day, 1), days += 1)
    if (isWorkingDay(calendar, day)) count += 1;
  return count;
}

/** The day and what is left until then, as colour and word; urgent has a word of its own. */
export function deadlineBadges(desk: DeskRequest, references: References, referral: Referral): Page {
  const { tone, key, number } = deadlineOf(desk.directory.calendar, referral, desk.today);
  const said = desk.say(key, { number: String(number) });
  const isCounted = isOpen(referral) && referral.pausedOn === null;
  const words = isCounted && referral.provisional ? desk.say('deskQueue:days.provisional', { text: said }) : said;
  const day = desk.render(line('deskQueue:days.by', { date: { day: referral.expectedOn } }), references);
  return html`${referral.urgent ? html`${badge('urgent', desk.say('deskQueue:urgent'))} ` : nothing}${badge(tone, words)}${isCounted ? html` <span class="due-day">${day}</span>` : nothing}`;
}
