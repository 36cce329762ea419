import type { Area } from '../desk.ts';
import { helperPage } from './helperPage.ts';
import { teamPage } from './teamPage.ts';
import { teamsList } from './teamsList.ts';
import { unhelpedList } from './unhelpedList.ts';

/** Helpers with their load, one person's team, and who stands in for whom. */
export const teams: Area = {
  routes: [teamsList, unhelpedList, teamPage, helperPage],
  places: [{ href: '/desk/teams', label: 'deskTeams:title', policy: ['coordinator'] }],
};
