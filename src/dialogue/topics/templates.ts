import type { StaffAction } from '../actions/staff.ts';
import { type Outcome, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { departmentsOf, type World } from '../world.ts';
import { mainMenu, notYours } from './menu.ts';

type Written = Extract<StaffAction, { do: 'writeTemplate' }>;

/** A text the department answers with: a new one, or another wording of one it has. */
export function writeTemplate(world: World, { department, template, version, title, text }: Written): Step {
  if (!departmentsOf(world).includes(department)) return notYours(world);
  if (template === null)
    return written(world, { id: world.draw.id(), departmentId: department, version: 1, title, text }, true);
  const known = knownTemplate(world, template);
  if (known === undefined) return { search: { what: 'template', template } };
  if (known === null || known.departmentId !== department) return notYours(world);
  if (known.version !== version) return saidFirst([line('deskTemplates:changedMeanwhile')], mainMenu(world));
  return written(world, { ...known, title, text }, false);
}

export function removeTemplate(world: World, template: string): Step {
  const known = knownTemplate(world, template);
  if (known === undefined) return { search: { what: 'template', template } };
  if (known === null) return notYours(world);
  return saidFirst([line('deskTemplates:removed')], mainMenu(world), {
    changes: [{ fact: 'templateRemoved', template: { id: known.id, version: known.version } }],
  });
}

/** Undefined before it was looked for, null when there is none of the sender's departments. */
function knownTemplate({ found }: World, template: string) {
  if (found === null) return undefined;
  const known = found.staff?.template ?? null;
  return known?.id === template ? known : null;
}

function written(
  world: World,
  template: { id: string; departmentId: string; version: number; title: string; text: string },
  isNew: boolean,
): Outcome {
  return saidFirst([line('deskTemplates:written')], mainMenu(world), {
    changes: [{ fact: 'templateWritten', template, isNew }],
  });
}
