import type { Area } from '../desk.ts';
import { queueList, queueVersion } from './queueList.ts';
import { requestPage } from './requestPage.ts';

/** The queue of a department, and one request in it. */
export const queue: Area = {
  routes: [queueList, queueVersion, requestPage],
  places: [{ href: '/desk/queue', label: 'deskQueue:title', policy: ['staff'] }],
};
