import { html } from 'hono/html';
import type { Area, Department } from '../../organisation/directory.ts';
import { answerWithinFor, routeOf } from '../../organisation/settings.ts';
import { type KindId, kindGroups, kindsOfGroup, requestKinds } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { areaAsked, areaPicker, back, nameOf, paragraph, sees } from './scope.ts';

/** `/desk/settings/routes?area=`: where each kind of request of an area goes, why, and in how many days it is answered. */
export const routesPage: PageRoute = {
  path: '/desk/settings/routes',
  policy: sees,
  show: async (desk) => {
    const area = areaAsked(desk);
    if (area === undefined) return undefined;
    return {
      title: desk.say('deskSettings:routes.title'),
      body: html`${back('/desk/settings', desk.say('deskSettings:title'))}
        ${areaPicker(desk, area)}
        ${paragraph(desk.say(desk.has('office') ? 'deskSettings:intro' : 'deskSettings:readOnly'))}
        <h2>${desk.say('deskSettings:routes.caption', { area: area.name[desk.locale] })}</h2>
        <div class="even">${kindGroups.map((group) =>
          table(
            desk.say(`kinds:groups.${group}`),
            (['kind', 'department', 'from', 'days'] as const).map((column) =>
              desk.say(`deskSettings:routes.${column}`),
            ),
            kindsOfGroup(group).map((kind) => row(desk, area, kind)),
          ),
        )}</div>`,
    };
  },
};

function row(desk: DeskRequest, area: Area, kind: KindId) {
  const { department } = routeOf(desk.directory, area.id, kind);
  return [
    html`<a href="/desk/settings/routes/${area.id}/${kind}">${desk.say(`kinds:${kind}.name`)}</a>`,
    whereTo(desk, department, kind),
    whyThere(desk, area.id, kind),
    daysOf(desk, area.id, kind),
  ];
}

/** A department's name, or that each area below has its own. */
export function whereTo(desk: DeskRequest, department: Department | undefined, kind: KindId): string {
  return (
    department?.name[desk.locale] ??
    desk.say('deskSettings:routes.nearest', { department: desk.say(`departments:${requestKinds[kind].department}`) })
  );
}

/** By whose rule requests go where they go. */
export function whyThere(desk: DeskRequest, areaId: string, kind: KindId): string {
  const { from, areaId: set } = routeOf(desk.directory, areaId, kind);
  switch (from) {
    case 'own':
      return desk.say('deskSettings:routes.fromOwn');
    case 'above':
      return desk.say('deskSettings:routes.fromAbove', { area: nameOf(desk, set) });
    case 'usual':
      return desk.say('deskSettings:routes.fromUsual');
  }
}

export function daysOf(desk: DeskRequest, areaId: string, kind: KindId): string {
  const { unit, count } = answerWithinFor(desk.directory, areaId, kind);
  return count === 0
    ? desk.say('deskSettings:routes.sameDay')
    : desk.say(`deskSettings:holds.${unit}`, { count: String(count) });
}
