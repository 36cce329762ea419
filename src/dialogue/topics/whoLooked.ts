import { type Look, seenFields } from '../../audit/seen.ts';
import { type Choice, reply, type Step } from '../outcome.ts';
import { type Line, line, type Parameter } from '../parameter.ts';
import type { World } from '../world.ts';
import { humanChoice, mainMenu, menuChoice } from './menu.ts';

export const whoLookedChoice: Choice = { label: line('whoLooked:ask'), action: { do: 'whoLooked', page: 0 } };

/** 谁看过: on which day who saw what of the person's data, and why, the newest first. */
export function showWhoLooked(world: World, page: number): Step {
  if (world.person === null) return mainMenu(world);
  if (world.found === null) return { search: { what: 'whoLooked', page } };
  const looks = world.found.looks.slice(0, 7);
  const more: Choice[] =
    world.found.looks.length > 7 ? [{ label: line('common:more'), action: { do: 'whoLooked', page: page + 1 } }] : [];
  const lines = looks.length === 0 ? [line('whoLooked:none')] : [line('whoLooked:title'), ...looks.map(lookLine)];
  return reply({ name: 'menu' }, [...lines, line('whoLooked:note')], [...more, menuChoice, humanChoice]);
}

function lookLine(look: Look): Line {
  const { day, account, isTold, fields, kind, number, reason } = look;
  const parameters = {
    date: { day },
    name: { name: account },
    where: whereOf(look),
    role: { text: look.role === null ? 'whoLooked:formerRole' : `coordination:role.${look.role}` },
    fields: { fields: seenFields.filter((field) => fields.includes(field)) },
  };
  if (kind !== null && number !== null)
    return line(isTold ? 'whoLooked:toldRequest' : 'whoLooked:shownRequest', {
      ...parameters,
      kind: { kind },
      number: { number },
    });
  return line(isTold ? 'whoLooked:told' : 'whoLooked:shown', {
    ...parameters,
    reason: { text: `whoLooked:reason.${reason}` },
  });
}

/** The department's public name; of a helper or coordinator, the area they work in. */
function whereOf({ departmentId, areaId }: Look): Parameter {
  if (departmentId !== null) return { department: departmentId };
  return areaId === null ? { text: 'whoLooked:somewhere' } : { area: areaId };
}
