import type { Area } from '../desk.ts';
import { looksOfPerson, looksOfWorker } from './looksPages.ts';
import { recordsPage } from './recordsPage.ts';

/** How long what is kept, and who read what. */
export const records: Area = {
  routes: [recordsPage, looksOfPerson, looksOfWorker],
  places: [{ href: '/desk/records', label: 'deskRecords:title', policy: ['coordinator', 'office'], rare: true }],
};
