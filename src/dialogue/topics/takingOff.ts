import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { RegisterFoundOf } from '../registerFound.ts';
import type { World } from '../world.ts';
import { backChoice, mainMenu, menuChoice } from './menu.ts';
import { withFound } from './roster.ts';

/** Who works in my areas, but for myself. */
export function listWorkers(world: World, page: number): Step {
  return withFound(world, { what: 'workers', page }, ({ workers }) => {
    if (workers.length === 0) return saidFirst([line('takingOff:nobody')], mainMenu(world));
    const choices: Choice[] = workers.slice(0, 7).map(({ accountId, role }) => ({
      label: line('coordination:approvalItem', {
        name: { name: accountId },
        role: { text: `coordination:role.${role}` },
      }),
      action: { do: 'worker', account: accountId },
    }));
    if (workers.length > 7) choices.push({ label: line('common:more'), action: { do: 'workers', page: page + 1 } });
    return reply({ name: 'menu' }, [line('takingOff:list')], [...choices, menuChoice]);
  });
}

/** One of them, and the question whether they have left. */
export function askTakingOff(world: World, account: string): Step {
  return withWorker(world, account, ({ members }) =>
    reply(
      { name: 'takingOff', account },
      [line('takingOff:ask', { name: { name: account }, count: { number: String(members.length) } })],
      [{ label: line('takingOff:yes'), action: { do: 'takeOff' } }, backChoice],
    ),
  );
}

/** 停用: nothing of the area is seen from now on; whom nobody helps now is shown, with one tap to find somebody. */
export function takeOff(world: World, account: string): Step {
  return withWorker(world, account, ({ memberships, members, absence }) => {
    const alone = members.filter(({ others }) => others === 0);
    const name = { name: { name: account } };
    const farewell: Message = { to: { account }, lines: [line('takingOff:told')], choices: [] };
    const changes: Outcome['changes'] = [
      {
        fact: 'accountTakenOff',
        account,
        memberships,
        members: members.map(({ id, version }) => ({ id, version })),
        absence,
      },
    ];
    if (alone.length === 0)
      return saidFirst([line('takingOff:done', name)], mainMenu(world), { changes, messages: [farewell] });
    const choices: Choice[] = alone.slice(0, 7).map(({ personAccountId }) => ({
      label: line('roster:person', { name: { name: personAccountId } }),
      action: { do: 'chooseHelper', account: personAccountId, instead: null, page: 0 },
    }));
    if (alone.length > 7)
      choices.push({ label: line('common:more'), action: { do: 'roster', page: 0, unhelped: true } });
    return reply({ name: 'menu' }, [line('takingOff:done', name), line('takingOff:alone')], [...choices, menuChoice], {
      changes,
      messages: [farewell],
    });
  });
}

function withWorker(world: World, account: string, then: (worker: RegisterFoundOf<'worker'>) => Step): Step {
  return withFound(world, { what: 'worker', accountId: account }, (worker) =>
    worker.memberships.length === 0 || account === world.account?.id
      ? saidFirst([line('common:notYours')], mainMenu(world))
      : then(worker),
  );
}
