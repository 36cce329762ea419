/** The parts of the desk, in the order of the navigation. */
import type { Area } from './desk.ts';
import { frame } from './frame/frame.ts';
import { login } from './login/login.ts';
import { queue } from './queue/queue.ts';
import { settings } from './settings/settings.ts';

export const areas: readonly Area[] = [queue, settings, login, frame];
