import type { Area } from '../desk.ts';
import { exportSheet } from './exportSheet.ts';
import { listPage } from './listPage.ts';
import { statisticsPage } from './statisticsPage.ts';

/** The numbers of an area, for its coordinators and the offices above. */
export const statistics: Area = {
  routes: [statisticsPage, listPage, exportSheet],
  places: [{ href: '/desk/statistics', label: 'deskStatistics:title', policy: ['coordinator', 'office'] }],
};
