import { stationOf } from '../../organisation/directory.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { type Choice, type Message, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { backToOverdue } from './overdue.ts';
import { withFound } from './roster.ts';
import { fileChoice } from './teams.ts';
import { visitChoice } from './visits.ts';

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
