import { html } from 'hono/html';
import { addDays, addMonths, type Day } from '../../calendar/day.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nothing } from '../frame/html.ts';
import type { Opened } from '../names.ts';
import { entryLink } from './entry.ts';
import { type Filter, queryOf } from './filter.ts';
import type { MonthDay } from './visitsCalendar.ts';

export function lastDayOf(month: string): Day {
  return addDays(addMonths(`${month}-01`, 1), -1);
}

export function monthAfter(month: string, count: number): string {
  return addMonths(`${month}-01`, count).slice(0, 7);
}

/** 0 for a Monday. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The weeks that hold a month, from Monday to Sunday; null where a day is another month's. */
function weeksOf(month: string): (Day | null)[][] {
  const first: Day = `${month}-01`;
  const last = lastDayOf(month);
  const weeks: (Day | null)[][] = [];
  for (let monday = addDays(first, -weekdayOf(first)); monday <= last; monday = addDays(monday, 7)) {
    weeks.push(
      [0, 1, 2, 3, 4, 5, 6].map((count) => {
        const day = addDays(monday, count);
        return day < first || day > last ? null : day;
      }),
    );
  }
  return weeks;
}

/** A month as a table with a row a week; on a narrow screen a list of the days that hold something. */
export function monthGrid(
  desk: DeskRequest,
  filter: Filter,
  days: readonly MonthDay[],
  opened: Opened,
  caption: string,
): Page {
  const byDay = new Map(days.map((each) => [each.day, each]));
  const weekdays = desk.say('deskVisits:weekdays').split(',');
  return html`<table class="month">
    <caption>${caption}</caption>
    <thead><tr>${weekdays.map((weekday) => html`<th scope="col" class="month-weekday">${weekday}</th>`)}</tr></thead>
    <tbody>${weeksOf(filter.month).map(
      (week) =>
        html`<tr>${week.map((day, place) => dayCell(desk, filter, day, byDay, opened, weekdays[place] ?? ''))}</tr>`,
    )}</tbody>
  </table>`;
}

function dayCell(
  desk: DeskRequest,
  filter: Filter,
  day: Day | null,
  byDay: ReadonlyMap<Day, MonthDay>,
  opened: Opened,
  weekday: string,
): Page {
  if (day === null) return html`<td class="month-cell month-other"></td>`;
  const found = byDay.get(day);
  const isToday = day === desk.today;
  const number = html`<span class="month-day">${Number(day.slice(8))}${isToday ? html` <strong>${desk.say('deskVisits:today')}</strong>` : nothing}</span>
    <span class="month-date">${opened.day(day)} · ${weekday}</span>`;
  if (found === undefined)
    return html`<td class="month-cell month-empty" ${isToday ? html`aria-current="date"` : nothing}>${number}</td>`;
  const rest = found.count - found.entries.length;
  return html`<td class="month-cell" ${isToday ? html`aria-current="date"` : nothing}>${number}
    <ul class="plain">${found.entries.map((entry) => html`<li>${entryLink(desk, entry, opened)}</li>`)}</ul>
    ${rest === 0 ? nothing : html`<a href="${queryOf(filter, day)}">${desk.say('deskVisits:more', { count: String(rest) })}</a>`}
  </td>`;
}
