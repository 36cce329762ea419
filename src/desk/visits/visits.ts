import type { Area } from '../desk.ts';
import { visitPage } from './visitPage.ts';
import { visitsCalendar } from './visitsCalendar.ts';

/** The month's visits, and one of them. */
export const visits: Area = {
  routes: [visitsCalendar, visitPage],
  places: [{ href: '/desk/visits', label: 'deskVisits:title', policy: ['coordinator'] }],
};
