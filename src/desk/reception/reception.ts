import type { Area } from '../desk.ts';
import { findPage } from './findPage.ts';
import { isReception } from './received.ts';
import { receivePage } from './receivePage.ts';

/** 接待登记: somebody at the counter or on the phone, written into the same queues. */
export const reception: Area = {
  routes: [findPage, receivePage],
  places: [
    { href: '/desk/reception', label: 'deskReception:title', policy: ['staff', 'coordinator'], isFor: isReception },
  ],
};
