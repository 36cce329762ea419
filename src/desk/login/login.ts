import type { Area } from '../desk.ts';
import { linkPage, waitingPage } from './entering.ts';
import { outPage, sessionsPage } from './sessions.ts';
import { stepUpPage } from './stepUp.ts';

/** Getting in, being in, and getting out. */
export const login: Area = { routes: [linkPage, waitingPage, sessionsPage, outPage, stepUpPage], places: [] };
