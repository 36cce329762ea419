/** The parts of the desk, in the order of the navigation. */
import { away } from './away/away.ts';
import type { Area } from './desk.ts';
import { frame } from './frame/frame.ts';
import { importing } from './import/import.ts';
import { login } from './login/login.ts';
import { queue } from './queue/queue.ts';
import { reception } from './reception/reception.ts';
import { records } from './records/records.ts';
import { register } from './register/register.ts';
import { settings } from './settings/settings.ts';
import { statistics } from './statistics/statistics.ts';
import { teams } from './teams/teams.ts';
import { templates } from './templates/templates.ts';
import { undelivered } from './undelivered/undelivered.ts';
import { visits } from './visits/visits.ts';
import { workers } from './workers/workers.ts';

export const areas: readonly Area[] = [
  register,
  importing,
  queue,
  reception,
  teams,
  visits,
  workers,
  statistics,
  templates,
  away,
  records,
  undelivered,
  settings,
  login,
  frame,
];
