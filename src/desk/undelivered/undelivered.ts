import type { Area } from '../desk.ts';
import { callPage } from './callPage.ts';
import { callsList } from './callsList.ts';
import { undeliveredList } from './undeliveredList.ts';

/** What did not arrive: messages to send again, and calls to make. */
export const undelivered: Area = {
  routes: [undeliveredList, callsList, callPage],
  places: [
    { href: '/desk/undelivered', label: 'deskRecords:undelivered', policy: ['coordinator'], rare: true },
    { href: '/desk/calls', label: 'deskRecords:calls', policy: ['coordinator', 'office'], rare: true },
  ],
};
