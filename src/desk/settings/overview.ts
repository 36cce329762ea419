import { html } from 'hono/html';
import type { PageRoute } from '../route.ts';
import { historySection } from './history.ts';
import { sees } from './scope.ts';

const pages = [
  ['routes', '/desk/settings/routes'],
  ['departments', '/desk/settings/departments'],
  ['calendar', '/desk/settings/calendar'],
  ['questions', '/desk/settings/questions'],
  ['checkIns', '/desk/settings/check-ins'],
] as const;

/** `/desk/settings`: what can be set, and what was changed last. */
export const overview: PageRoute = {
  path: '/desk/settings',
  policy: sees,
  show: async (desk) => ({
    title: desk.say('deskSettings:title'),
    body: html`<p>${desk.say(desk.has('office') ? 'deskSettings:intro' : 'deskSettings:readOnly')}</p>
      <ul class="settings-places">${pages.map(
        ([name, href]) =>
          html`<li><a href="${href}">${desk.say(`deskSettings:place.${name}`)}</a><p>${desk.say(`deskSettings:placeWords.${name}`)}</p></li>`,
      )}</ul>
      ${await historySection(desk, {}, {}, true)}`,
  }),
};
