import { html } from 'hono/html';
import type { Day } from '../../calendar/day.ts';
import { isWorkingDay } from '../../calendar/workingDays.ts';
import { type YearDays, yearProblem } from '../../calendar/yearDays.ts';
import type { Page } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { rootArea } from '../../organisation/directory.ts';
import { holdsSame } from '../../organisation/sameContent.ts';
import { ownContent, type SettingContents } from '../../organisation/settings.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { facts, form, hiddenField, nothing, section, wordsInput } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import { bringBackAct } from './bringBack.ts';
import { setsCalendar } from './calendarPage.ts';
import { historySection, versionNow } from './history.ts';
import { back, changeFields, noteField, paragraph, sees, sets, takeSetting } from './scope.ts';
import { daysField, daysText } from './wantedDays.ts';

const calendarFields = changeFields.extend({ holidays: daysField, workdays: daysField });

function yearAsked(desk: DeskRequest): number | undefined {
  return /^20[2-9]\d$/.test(desk.path('year')) ? Number(desk.path('year')) : undefined;
}

function placeOf(desk: DeskRequest, year: number) {
  return { setting: 'calendar', areaId: rootArea(desk.directory)?.id ?? '', subject: String(year) } as const;
}

const unknownYear: YearDays = { holidays: [], workdays: [] };

function daysNow(desk: DeskRequest, year: number): YearDays | null {
  return ownContent(desk.directory, placeOf(desk, year)) as SettingContents['calendar'] | null;
}

/**
 * `/desk/settings/calendar/:year?holidays=&workdays=`: one year's days off. With days in the address it shows what they would
 * change, and only then can they be saved.
 */
export const calendarYearPage: PageRoute = {
  path: '/desk/settings/calendar/:year',
  policy: sees,
  acts: {
    calendar: act({
      policy: sets,
      fields: calendarFields,
      perform: async (desk, { version, note, holidays, workdays }) => {
        const year = yearAsked(desk);
        if (year === undefined) return { tone: 'refused', text: desk.say('common:notYours') };
        return takeSetting(desk, {
          do: 'settingsCalendar',
          year,
          holidays,
          workdays,
          version,
          note,
          broughtBack: null,
        });
      },
    }),
    bringBack: bringBackAct(
      (desk) => {
        const year = yearAsked(desk);
        return year === undefined ? undefined : placeOf(desk, year);
      },
      async (desk, { subject }, content, made) => {
        const { holidays, workdays } = (content as SettingContents['calendar'] | null) ?? unknownYear;
        const days = { holidays: [...holidays], workdays: [...workdays] };
        return takeSetting(desk, { do: 'settingsCalendar', year: Number(subject), ...days, ...made });
      },
    ),
  },
  show: async (desk, { notice }) => {
    const year = yearAsked(desk);
    if (year === undefined || (daysNow(desk, year) === null && !setsCalendar(desk))) return undefined;
    const place = placeOf(desk, year);
    const isSaved = notice?.tone === 'done';
    return {
      title: desk.say('deskSettings:calendar.yearTitle', { year: String(year) }),
      body: html`${back('/desk/settings/calendar', desk.say('deskSettings:calendar.title'))}
        ${setsCalendar(desk) ? await editor(desk, year, isSaved) : shown(desk, daysNow(desk, year) ?? unknownYear)}
        ${await historySection(desk, calendarYearPage, { setting: 'calendar', area: place.areaId, subject: place.subject })}`,
    };
  },
};

function shown(desk: DeskRequest, { holidays, workdays }: YearDays): Page {
  const list = (days: readonly Day[]) => html`<p class="words">${daysText(days)}</p>`;
  return html`${facts([
    [desk.say('deskSettings:calendar.holidays'), list(holidays)],
    [desk.say('deskSettings:calendar.workdays'), list(workdays)],
  ])}${paragraph(desk.say('deskSettings:calendar.onlyRoot'))}`;
}

interface Asked {
  readonly texts: { readonly holidays: string; readonly workdays: string };
  readonly days: YearDays | undefined;
  readonly problem: MessageKey | undefined;
}

/** The days in the address, and what is wrong with them; undefined where there are none. */
function daysAsked(desk: DeskRequest, year: number): Asked | undefined {
  const texts = { holidays: desk.query('holidays'), workdays: desk.query('workdays') };
  if (texts.holidays === '' && texts.workdays === '') return undefined;
  const [holidays, workdays] = [daysField.safeParse(texts.holidays), daysField.safeParse(texts.workdays)];
  if (!holidays.success || !workdays.success) return { texts, days: undefined, problem: 'deskSettings:wanted.days' };
  const days = { holidays: holidays.data, workdays: workdays.data };
  const problem = yearProblem(year, days);
  if (problem !== undefined) return { texts, days: undefined, problem: `deskSettings:refused.${problem}` };
  return { texts, days, problem };
}

async function editor(desk: DeskRequest, year: number, isSaved: boolean): Promise<Page> {
  const now = daysNow(desk, year) ?? unknownYear;
  const asked = isSaved ? undefined : daysAsked(desk, year);
  const texts = asked?.texts ?? { holidays: daysText(now.holidays), workdays: daysText(now.workdays) };
  const field = (name: 'holidays' | 'workdays', rows: number): Page =>
    wordsInput({
      act: 'preview',
      name,
      label: desk.say(`deskSettings:calendar.${name}Field`),
      hint: desk.say('deskSettings:calendar.daysHint'),
      value: texts[name],
      rows,
    });
  return html`${asked?.days === undefined ? nothing : await preview(desk, year, asked.days)}
    ${section(
      desk.say('deskSettings:change'),
      html`${asked?.problem === undefined ? nothing : html`<p class="error" role="alert">${desk.say(asked.problem)}</p>`}
      <form method="get" class="form">
        ${field('holidays', 10)}
        ${field('workdays', 6)}
        <button class="button button-plain">${desk.say('deskSettings:calendar.preview')}</button>
      </form>`,
    )}`;
}

/** What the days asked for would change, for days and for what was promised, and the button that does it. */
async function preview(desk: DeskRequest, year: number, days: YearDays): Promise<Page> {
  const title = desk.say('deskSettings:calendar.previewTitle');
  const now = daysNow(desk, year);
  const { off, on } = changed(desk, days, now ?? unknownYear);
  const isNew = now === null;
  if (now !== null && holdsSame(sorted(days), sorted(now)))
    return section(title, paragraph(desk.say('deskSettings:calendar.noChange')));
  const { inYear, onDays } = await desk.read<{ inYear: number; onDays: number }>('desk_settings_promised', {
    year,
    days: off,
  });
  const counts = { holidays: String(days.holidays.length), workdays: String(days.workdays.length) };
  const list = (key: MessageKey, all: readonly Day[]) =>
    all.length === 0
      ? nothing
      : html`<p class="words">${desk.say(key, { days: daysText(all).replaceAll('\n', ', ') })}</p>`;
  return section(title, [
    isNew ? paragraph(desk.say('deskSettings:calendar.newYear', counts)) : nothing,
    list('deskSettings:calendar.nowOff', off),
    list('deskSettings:calendar.nowOn', on),
    paragraph(desk.say('deskSettings:calendar.promised', { count: String(inYear), onDays: String(onDays) })),
    form(desk, calendarYearPage, {
      act: 'calendar',
      weight: 'main',
      fields: [
        hiddenField('version', String(versionNow(desk, placeOf(desk, year)))),
        hiddenField('holidays', days.holidays.join(' ')),
        hiddenField('workdays', days.workdays.join(' ')),
        noteField(desk, 'calendar', '', undefined),
      ],
      button: desk.say('deskSettings:calendar.confirm'),
    }),
  ]);
}

function sorted({ holidays, workdays }: YearDays): YearDays {
  return { holidays: [...holidays].sort(), workdays: [...workdays].sort() };
}

/** Days that change between working and off, either way. */
function changed(desk: DeskRequest, days: YearDays, now: YearDays): { off: Day[]; on: Day[] } {
  const asCalendar = ({ holidays, workdays }: YearDays) => ({
    holidays: new Set(holidays),
    workdays: new Set(workdays),
    coveredYears: desk.directory.calendar.coveredYears,
  });
  const [after, before] = [asCalendar(days), asCalendar(now)];
  const named = [...new Set([...days.holidays, ...days.workdays, ...now.holidays, ...now.workdays])].sort();
  const moved = named.filter((day) => isWorkingDay(after, day) !== isWorkingDay(before, day));
  return {
    off: moved.filter((day) => !isWorkingDay(after, day)),
    on: moved.filter((day) => isWorkingDay(after, day)),
  };
}
