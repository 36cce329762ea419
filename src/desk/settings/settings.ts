import type { Area } from '../desk.ts';
import { calendarPage } from './calendarPage.ts';
import { calendarYearPage } from './calendarYearPage.ts';
import { checkInsPage } from './checkInsPage.ts';
import { departmentPage } from './departmentPage.ts';
import { departmentsPage } from './departmentsPage.ts';
import { overview } from './overview.ts';
import { questionPage } from './questionPage.ts';
import { questionsPage } from './questionsPage.ts';
import { routePage } from './routePage.ts';
import { routesPage } from './routesPage.ts';
import { sees } from './scope.ts';

/** What an office sets for its areas, each change with who and when, and a way back. */
export const settings: Area = {
  routes: [
    overview,
    routesPage,
    routePage,
    departmentsPage,
    departmentPage,
    calendarPage,
    calendarYearPage,
    questionsPage,
    questionPage,
    checkInsPage,
  ],
  places: [{ href: '/desk/settings', label: 'deskSettings:title', policy: sees, rare: true }],
};
