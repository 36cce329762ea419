import { html } from 'hono/html';
import type { Absence } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, nothing } from '../frame/html.ts';
import type { Opened } from '../names.ts';

/** Until when somebody is away, and who stands in; nothing while they are here. */
export function absenceWords(desk: DeskRequest, absence: Absence | null, opened: Opened): Page {
  if (absence === null) return nothing;
  const date = opened.day(absence.untilDay);
  const words =
    absence.fromDay > desk.today
      ? desk.say('deskTeams:awayFrom', { from: opened.day(absence.fromDay), date })
      : desk.say('deskTeams:awayNow', { date });
  const standIn =
    absence.substituteId === null
      ? nothing
      : html` ${desk.say('deskTeams:standInIs', { name: opened.name(absence.substituteId) })}`;
  return html`${badge('soon', words)}${standIn}`;
}
