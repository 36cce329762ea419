import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { rootArea } from '../../organisation/directory.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, inputField, section, table } from '../frame/html.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { back, maySet, paragraph, sees, sets } from './scope.ts';

const yearField = z.coerce
  .number({ error: 'deskSettings:wanted.year' })
  .int('deskSettings:wanted.year')
  .min(2020, 'deskSettings:wanted.year')
  .max(2099, 'deskSettings:wanted.year');

/** Whether whoever asks sets the calendar, which is the same everywhere. */
export function setsCalendar(desk: DeskRequest): boolean {
  const root = rootArea(desk.directory);
  return root !== undefined && maySet(desk, root.id);
}

/** `/desk/settings/calendar`: the years whose days off are known. */
export const calendarPage: PageRoute = {
  path: '/desk/settings/calendar',
  policy: sees,
  acts: {
    year: act({
      policy: sets,
      fields: z.object({ year: yearField }),
      perform: async (desk, { year }) => desk.context.redirect(`/desk/settings/calendar/${year}`, 303),
    }),
  },
  show: async (desk, { refused }) => {
    const { coveredYears, holidays, workdays } = desk.directory.calendar;
    const count = (days: ReadonlySet<string>, year: number) =>
      desk.say('deskSettings:calendar.days', {
        count: String([...days].filter((day) => day.startsWith(`${year}-`)).length),
      });
    return {
      title: desk.say('deskSettings:calendar.title'),
      body: html`${back('/desk/settings', desk.say('deskSettings:title'))}
        ${paragraph(desk.say('deskSettings:calendar.unknown'))}
        ${table(
          desk.say('deskSettings:calendar.caption'),
          (['year', 'holidays', 'workdays'] as const).map((column) => desk.say(`deskSettings:calendar.${column}`)),
          [...coveredYears]
            .sort()
            .map((year) => [
              html`<a href="/desk/settings/calendar/${year}">${year}</a>`,
              count(holidays, year),
              count(workdays, year),
            ]),
        )}
        ${setsCalendar(desk) ? addYear(desk, refused) : paragraph(desk.say('deskSettings:calendar.onlyRoot'))}`,
    };
  },
};

function addYear(desk: DeskRequest, refused: Refused | undefined): Page {
  const next = Math.max(...desk.directory.calendar.coveredYears, Number(desk.today.slice(0, 4)) - 1) + 1;
  return section(
    desk.say('deskSettings:calendar.add'),
    form(desk, calendarPage, {
      act: 'year',
      fields: [
        inputField({
          act: 'year',
          name: 'year',
          label: desk.say('deskSettings:calendar.yearField'),
          type: 'number',
          value: String(next),
          required: true,
          refused,
        }),
      ],
      button: desk.say('deskSettings:calendar.open'),
    }),
  );
}
