import { html } from 'hono/html';
import { table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { areaAsked, areaPicker, back, paragraph, sees } from './scope.ts';
import { hoursText } from './wanted.ts';

/** `/desk/settings/departments?area=`: an area's own departments. */
export const departmentsPage: PageRoute = {
  path: '/desk/settings/departments',
  policy: sees,
  show: async (desk) => {
    const area = areaAsked(desk);
    if (area === undefined) return undefined;
    const own = [...desk.directory.departments.values()].filter(({ areaId }) => areaId === area.id);
    return {
      title: desk.say('deskSettings:departments.title'),
      body: html`${back('/desk/settings', desk.say('deskSettings:title'))}
        ${areaPicker(desk, area)}
        ${
          own.length === 0
            ? paragraph(desk.say('deskSettings:departments.none'))
            : table(
                desk.say('deskSettings:departments.caption', { area: area.name[desk.locale] }),
                (['name', 'address', 'phone', 'hours'] as const).map((column) =>
                  desk.say(`deskSettings:departments.${column}`),
                ),
                own.map(({ id, name, address, dutyPhone, officeHours }) => [
                  html`<a href="/desk/settings/departments/${id}">${name[desk.locale]}</a>`,
                  address[desk.locale],
                  dutyPhone,
                  hoursText(officeHours),
                ]),
              )
        }`,
    };
  },
};
