import type { Area } from '../desk.ts';
import { cardsPage } from './cardsPage.ts';
import { comparePage } from './comparePage.ts';
import { duplicatesPage } from './duplicatesPage.ts';
import { editPage } from './editPage.ts';
import { newPersonPage } from './newPersonPage.ts';
import { personPage } from './personPage.ts';
import { registerPage } from './registerPage.ts';
import { todayPage } from './todayPage.ts';
import { waitingPage } from './waitingPage.ts';

/** What waits today, who is on file, one file, and the cards by which people join. */
export const register: Area = {
  routes: [
    todayPage,
    waitingPage,
    newPersonPage,
    duplicatesPage,
    registerPage,
    editPage,
    comparePage,
    personPage,
    cardsPage,
  ],
  places: [
    { href: '/desk/today', label: 'deskToday:title', policy: ['coordinator', 'office'] },
    { href: '/desk/register', label: 'deskRegister:title', policy: ['coordinator', 'office'] },
  ],
};
