import type { Area } from '../desk.ts';
import { awayPage } from './awayPage.ts';

/** Who of a department is away, and who stands in. */
export const away: Area = {
  routes: [awayPage],
  places: [{ href: '/desk/away', label: 'deskQueue:away.title', policy: ['staff'], rare: true }],
};
