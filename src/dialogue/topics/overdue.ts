import { stationOf } from '../../organisation/directory.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type Choice, type Message, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Counts } from '../registerFound.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { withFound } from './roster.ts';
import { fileChoice } from './teams.ts';
import { visitChoice } from './visits.ts';

/** What waits for the coordinator, each with the list behind it. Only what there is. */
export function countChoices(counts: Counts): Choice[] {
  const all: readonly [keyof Counts | 'byHelper', number, Choice['action']][] = [
    ['byHelper', counts.visits + counts.must, { do: 'lateHelpers', page: 0 }],
    ['arrivals', counts.arrivals, { do: 'arrivals', page: 0 }],
    ['requests', counts.requests, { do: 'lateDepartments', page: 0 }],
    ['calls', counts.calls, { do: 'calls', page: 0 }],
    ['swaps', counts.swaps, { do: 'swapWishes', page: 0 }],
    ['unhelped', counts.unhelped, { do: 'roster', page: 0, unhelped: true }],
  ];
  return all
    .filter(([, count]) => count > 0)
    .map(([what, count, action]) => ({
      label: line(`overdue:open.${what === 'visits' || what === 'must' ? 'byHelper' : what}`, {
        count: { number: String(count) },
      }),
      action,
    }));
}

export function countLines(counts: Counts): Line[] {
  const names = ['visits', 'must', 'arrivals', 'requests', 'calls', 'swaps', 'unhelped'] as const;
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

export function listLateHelpers(world: World, page: number): Step {
  return withFound(world, { what: 'lateHelpers', page }, ({ helpers }) => {
    if (helpers.length === 0) return saidFirst([line('overdue:noVisits')], mainMenu(world));
    const choices: Choice[] = helpers.slice(0, 7).map(({ accountId, visits }) => ({
      label: line('overdue:helper', { name: { name: accountId }, count: { number: String(visits) } }),
      action: { do: 'lateOf', helper: accountId, page: 0 },
    }));
    if (helpers.length > 7) choices.push({ label: line('common:more'), action: { do: 'lateHelpers', page: page + 1 } });
    return reply({ name: 'menu' }, [line('overdue:byHelper')], [...choices, menuChoice]);
  });
}

/** One helper's overdue visits; a nudge reaches them once a day at most. */
export function showLateOf(world: World, helper: string, page: number, first: readonly Line[] = []): Step {
  return withFound(world, { what: 'lateOf', helper, page }, ({ visits, isNudged }) => {
    if (visits.length === 0) return saidFirst([line('overdue:noVisits')], mainMenu(world));
    const nudge: Choice = { label: line('overdue:nudge'), action: { do: 'nudgeHelper', helper } };
    const more: Choice[] =
      visits.length > 7 ? [{ label: line('common:more'), action: { do: 'lateOf', helper, page: page + 1 } }] : [];
    return reply(
      { name: 'menu' },
      [
        ...first,
        line('overdue:of', { name: { name: helper }, phone: { phone: helper } }),
        ...(isNudged ? [line('overdue:nudgedToday')] : []),
      ],
      [
        ...visits.slice(0, 7).map(
          (due): Choice => ({
            ...visitChoice(due, world.today),
            action: { do: 'lateVisit', visit: due.visit.id },
          }),
        ),
        ...more,
        ...(isNudged ? [] : [nudge]),
        menuChoice,
      ],
    );
  });
}

export function nudgeHelper(world: World, helper: string): Step {
  return withFound(world, { what: 'lateOf', helper, page: 0 }, ({ visits, total, isNudged }) => {
    const name = { name: { name: helper } };
    if (visits.length === 0 || isNudged)
      return saidFirst([line(isNudged ? 'overdue:nudgedToday' : 'overdue:noVisits')], mainMenu(world));
    const told: Message = {
      to: { account: helper },
      rule: 'nudged',
      lines: [line('overdue:helperNudge', { count: { number: String(total) } })],
      choices: [{ label: line('menu:dueVisits'), action: { do: 'dueVisits', page: 0 } }],
    };
    return reply({ name: 'menu' }, [line('overdue:nudged', name)], [backToOverdue, menuChoice], {
      changes: [{ fact: 'nudged', subject: helper }],
      messages: [told],
    });
  });
}

const backToOverdue: Choice = { label: line('overdue:back'), action: { do: 'overdue' } };

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

/** Visits at which the person would rather see somebody else. */
export function listSwaps(world: World, page: number): Step {
  return withFound(world, { what: 'swaps', page }, ({ visits }) => {
    if (visits.length === 0) return saidFirst([line('overdue:noSwaps')], mainMenu(world));
    const choices: Choice[] = visits.slice(0, 7).map(({ visit, personAccountId }) => ({
      label: line('visits:person', { name: { name: personAccountId } }),
      action: { do: 'lateVisit', visit: visit.id },
    }));
    if (visits.length > 7) choices.push({ label: line('common:more'), action: { do: 'swapWishes', page: page + 1 } });
    return reply({ name: 'menu' }, [line('overdue:swaps')], [...choices, menuChoice]);
  });
}

/** One visit that waits: whom to call, and one tap to put somebody else in a helper's place. */
export function showLateVisit(world: World, visitId: string): Step {
  return withFound(world, { what: 'registerFile', visitId }, ({ file }) => {
    const visit = file?.visits.find(({ id }) => id === visitId);
    if (file === null) return saidFirst([line('common:notYours')], mainMenu(world));
    const { accountId: account } = file.person;
    if (visit === undefined) return reply({ name: 'menu' }, [line('overdue:done')], [fileChoice(account), menuChoice]);
    const places: Choice[] = file.team.slice(0, 6).map(({ id, accountId }) => ({
      label: line('overdue:reassign', { name: { name: accountId } }),
      action: { do: 'chooseHelper', account, instead: id, page: 0 },
    }));
    const add: Choice = {
      label: line('register:addHelper'),
      action: { do: 'chooseHelper', account, instead: null, page: 0 },
    };
    return reply(
      { name: 'menu' },
      [
        ...whomToCall(world, file),
        line(`visits:due.${visit.kind}`, { date: { by: visit.dueOn, provisional: visit.provisional } }),
        ...(visit.answer === 'swap' ? [line('overdue:wishesSwap')] : []),
      ],
      [...(places.length === 0 ? [add] : places), fileChoice(account), backToOverdue, menuChoice],
    );
  });
}

function whomToCall(world: World, file: PersonFile): Line[] {
  const { accountId, areaId } = file.person;
  return [
    line('visits:title', { name: { name: accountId } }),
    file.hasPhone
      ? line('visits:phone', { phone: { phone: accountId } })
      : line('overdue:noPhone', { station: { department: stationOf(world.directory, areaId).id } }),
    ...file.team.map((member) =>
      line('overdue:helperPhone', { name: { name: member.accountId }, phone: { phone: member.accountId } }),
    ),
  ];
}
