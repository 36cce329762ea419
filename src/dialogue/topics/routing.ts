/** Where requests go and by when they are answered, which the office of an area sets. */
import { type Directory, departmentIfAny } from '../../organisation/directory.ts';
import { areasBelow, departmentsWithin, type SettingPlace } from '../../organisation/settings.ts';
import { type KindId, requestKinds } from '../../referrals/kinds.ts';
import type { Message, Outcome } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { menuChoice } from './menu.ts';
import { type ChangeMade, set } from './settings.ts';

export function setRoute(
  world: World,
  area: string,
  kind: KindId,
  departmentId: string | null,
  made: ChangeMade,
): Outcome {
  const place = { setting: 'route', areaId: area, subject: kind } as const;
  const within = () => departmentsWithin(world.directory, area, kind).some(({ id }) => id === departmentId);
  return set(
    world,
    place,
    made,
    () => {
      if (departmentId === null) return null;
      return within() ? { departmentId } : { refused: 'deskSettings:refused.notReachable' };
    },
    (edit) => {
      const after = routedTo(world.directory, place, departmentId);
      const to = departmentIfAny(after, area, kind);
      return {
        fact: { fact: 'routeSet', edit },
        lines: [
          to === undefined
            ? line('deskSettings:saved.routeUsual', { kind: { kind } })
            : line('deskSettings:saved.route', { kind: { kind }, department: { department: to.id } }),
        ],
        messages: tellBelow(world.directory, after, area, kind),
      };
    },
  );
}

function routedTo(directory: Directory, { areaId, subject }: SettingPlace, departmentId: string | null): Directory {
  const kind = subject as KindId;
  const others = directory.routes.filter((route) => route.areaId !== areaId || route.kind !== kind);
  return { ...directory, routes: departmentId === null ? others : [...others, { kind, areaId, departmentId }] };
}

/** Those who coordinate an area whose requests go elsewhere from now on, a message for each place they go to. */
function tellBelow(before: Directory, after: Directory, area: string, kind: KindId): Message[] {
  const areasOf = new Map<string, string[]>();
  for (const areaId of areasBelow(before, area)) {
    const to = departmentIfAny(after, areaId, kind);
    const from = departmentIfAny(before, areaId, kind);
    if (to === undefined || from === undefined || to.id === from.id) continue;
    const pair = `${from.id} ${to.id}`;
    areasOf.set(pair, [...(areasOf.get(pair) ?? []), areaId]);
  }
  return [...areasOf].map(([pair, coordinatorsIn]) => {
    const [from = '', to = ''] = pair.split(' ');
    const parameters = { kind: { kind }, department: { department: to }, before: { department: from } };
    return { to: { coordinatorsIn }, lines: [line('deskSettings:told.route', parameters)], choices: [menuChoice] };
  });
}

export function setAnswerDays(
  world: World,
  area: string,
  kind: KindId,
  count: number | null,
  made: ChangeMade,
): Outcome {
  return set(
    world,
    { setting: 'answerDays', areaId: area, subject: kind },
    made,
    () => {
      if (requestKinds[kind].urgent) return { refused: 'deskSettings:refused.urgentDays' };
      return count === null ? null : { count };
    },
    (edit) => ({
      fact: { fact: 'answerDaysSet', edit },
      lines: [line('deskSettings:saved.answerDays', { kind: { kind } })],
    }),
  );
}
