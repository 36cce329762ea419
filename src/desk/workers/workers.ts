import type { Area } from '../desk.ts';
import { workerPage } from './workerPage.ts';
import { workersList } from './workersList.ts';

/** Who works where: approved, proposed, given a new way in, taken off. */
export const workers: Area = {
  routes: [workersList, workerPage],
  places: [{ href: '/desk/workers', label: 'deskWorkers:title', policy: ['coordinator', 'office'], rare: true }],
};
