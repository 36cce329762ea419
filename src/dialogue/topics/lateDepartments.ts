import { type Choice, type Message, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { backToOverdue } from './overdue.ts';
import { withFound } from './roster.ts';

/** Departments where a request waits too long; each can be nudged once a day. */
export function listLateDepartments(world: World, page: number): Step {
  return withFound(world, { what: 'lateDepartments', page }, ({ departments }) => {
    if (departments.length === 0) return saidFirst([line('overdue:noRequests')], mainMenu(world));
    const shown = departments.slice(0, 7);
    const choices: Choice[] = shown
      .filter(({ isNudged }) => !isNudged)
      .map(({ id, late }) => ({
        label: line('overdue:nudgeDepartment', { department: { department: id }, count: { number: String(late) } }),
        action: { do: 'nudgeDepartment', department: id },
      }));
    if (departments.length > 7)
      choices.push({ label: line('common:more'), action: { do: 'lateDepartments', page: page + 1 } });
    const lines = shown.map(({ id, late, isNudged }) =>
      line(isNudged ? 'overdue:departmentNudged' : 'overdue:department', {
        department: { department: id },
        count: { number: String(late) },
        phone: { departmentPhone: id },
      }),
    );
    return reply({ name: 'menu' }, [line('overdue:byDepartment'), ...lines], [...choices, menuChoice]);
  });
}

export function nudgeDepartment(world: World, department: string): Step {
  return withFound(world, { what: 'lateDepartments', page: 0, department }, ({ departments }) => {
    const found = departments.find(({ id }) => id === department);
    if (found === undefined || found.isNudged)
      return saidFirst([line(found === undefined ? 'overdue:noRequests' : 'overdue:nudgedToday')], mainMenu(world));
    const told: Message = {
      to: { department },
      rule: 'nudged',
      lines: [line('overdue:departmentNudge', { count: { number: String(found.late) } })],
      choices: [{ label: line('menu:queue'), action: { do: 'queue', page: 0 } }],
    };
    return reply(
      { name: 'menu' },
      [line('overdue:departmentTold', { department: { department } })],
      [backToOverdue, menuChoice],
      {
        changes: [{ fact: 'nudged', subject: department }],
        messages: [told],
      },
    );
  });
}
