import { type Choice, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Counts } from '../registerFound.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { withFound } from './roster.ts';

/** What waits for the coordinator, each with the list behind it. Only what there is. */
export function countChoices(counts: Counts): Choice[] {
  const all: readonly ['byHelper' | Exclude<keyof Counts, 'visits' | 'must'>, number, Choice['action']][] = [
    ['byHelper', counts.visits + counts.must, { do: 'lateHelpers', page: 0 }],
    ['arrivals', counts.arrivals, { do: 'arrivals', page: 0 }],
    ['requests', counts.requests, { do: 'lateDepartments', page: 0 }],
    ['calls', counts.calls, { do: 'calls', page: 0 }],
    ['undelivered', counts.undelivered, { do: 'undelivered', page: 0 }],
    ['swaps', counts.swaps, { do: 'swapWishes', page: 0 }],
    ['unhelped', counts.unhelped, { do: 'roster', page: 0, unhelped: true }],
  ];
  return all
    .filter(([, count]) => count > 0)
    .map(([what, count, action]) => ({
      label: line(`overdue:open.${what}`, { count: { number: String(count) } }),
      action,
    }));
}

export function countLines(counts: Counts): Line[] {
  const names = ['visits', 'must', 'arrivals', 'requests', 'calls', 'undelivered', 'swaps', 'unhelped'] as const;
  return names
    .filter((name) => counts[name] > 0)
    .map((name) => line(`overdue:count.${name}`, { count: { number: String(counts[name]) } }));
}

export function showOverdue(world: World): Step {
  return withFound(world, { what: 'overdue' }, ({ counts }) => {
    const choices = countChoices(counts);
    if (choices.length === 0) return saidFirst([line('overdue:nothing')], mainMenu(world));
    return reply({ name: 'menu' }, [line('overdue:title')], [...choices, menuChoice]);
  });
}

export const backToOverdue: Choice = { label: line('overdue:back'), action: { do: 'overdue' } };
