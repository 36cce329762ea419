import { html } from 'hono/html';
import type { Area } from '../../organisation/directory.ts';
import { nearestSetting, questionsFor } from '../../organisation/settings.ts';
import { type KindId, kindGroups, kindsOfGroup } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { areaAsked, areaPicker, back, nameOf, paragraph, sees } from './scope.ts';

/** `/desk/settings/questions?area=`: the kinds of request, and whose questions an area asks. */
export const questionsPage: PageRoute = {
  path: '/desk/settings/questions',
  policy: sees,
  show: async (desk) => {
    const area = areaAsked(desk);
    if (area === undefined) return undefined;
    return {
      title: desk.say('deskSettings:questions.title'),
      body: html`${back('/desk/settings', desk.say('deskSettings:title'))}
        ${areaPicker(desk, area)}
        ${paragraph(desk.say('deskSettings:questions.old'))}
        <h2>${desk.say('deskSettings:questions.caption', { area: area.name[desk.locale] })}</h2>
        <div class="even">${kindGroups.map((group) =>
          table(
            desk.say(`kinds:groups.${group}`),
            (['kind', 'count', 'worded'] as const).map((column) => desk.say(`deskSettings:questions.${column}`)),
            kindsOfGroup(group).map((kind) => row(desk, area, kind)),
          ),
        )}</div>`,
    };
  },
};

function row(desk: DeskRequest, area: Area, kind: KindId) {
  const asked = questionsFor(desk.directory, area.id, kind).questions.filter(({ on }) => on);
  return [
    html`<a href="/desk/settings/questions/${area.id}/${kind}">${desk.say(`kinds:${kind}.name`)}</a>`,
    String(asked.length),
    whoseWords(desk, area.id, kind),
  ];
}

/** In whose words an area asks. */
export function whoseWords(desk: DeskRequest, areaId: string, kind: KindId): string {
  const set = nearestSetting(desk.directory, { setting: 'questions', areaId, subject: kind });
  if (set === undefined) return desk.say('deskSettings:questions.usual');
  return set.areaId === areaId
    ? desk.say('deskSettings:questions.own')
    : desk.say('deskSettings:questions.above', { area: nameOf(desk, set.areaId) });
}
