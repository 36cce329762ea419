import type { Code } from '../../secrets/codes.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { isApproved, type World } from '../world.ts';
import { mainMenu, mayApprove, mayCall, menuChoice } from './menu.ts';

/** The people of my station or my teams; one tap on a name, one to be sure, and there is a new link. */
export function listPeople(world: World, page: number): Step {
  if (!mayReissue(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'people', page } };
  const people = world.found.people.slice(0, 7);
  if (people.length === 0) return saidFirst([line('coordination:noPeople')], mainMenu(world));
  const choices: Choice[] = people.map((person) => ({
    label: line(person.joined ? 'coordination:person' : 'coordination:personNotHere', {
      name: { name: person.accountId },
    }),
    action: { do: 'reissue', account: person.accountId },
  }));
  if (world.found.people.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'people', page: page + 1 } });
  return reply({ name: 'menu' }, [line('coordination:people')], [...choices, menuChoice]);
}

function mayReissue(world: World): boolean {
  return isApproved(world, 'coordinator') || isApproved(world, 'helper');
}

/** A new link for a lost phone or cookie. Once it is used the old session ends; until then the old one goes on. */
export function reissue(world: World, account: string): Step {
  if (!mayReissue(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'people', page: 0, accountId: account } };
  if (world.found.people.length === 0) return saidFirst([line('common:notYours')], mainMenu(world));
  const code = world.draw.code();
  return reply(
    { name: 'menu' },
    newLinkLines('coordination:reissued', account, code),
    [...lostChoices(world, account), menuChoice],
    { changes: [{ fact: 'linkReissued', account, code }] },
  );
}

export function newLinkLines(key: 'coordination:reissued' | 'phone:ended', account: string, code: Code): Line[] {
  return [
    line(key, { name: { name: account } }),
    line('coordination:code', { code: { joiningCode: code } }),
    line('register:card', { card: { card: code.link } }),
  ];
}

/** Where the old phone is lost, it must not go on until the new link is used. */
function lostChoices(world: World, account: string): Choice[] {
  if (!isApproved(world, 'coordinator')) return [];
  return [{ label: line('phone:lost'), action: { do: 'lostPhone', account } }];
}

export function listApprovals(world: World, page: number, first: readonly Line[] = []): Step {
  if (!mayApprove(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'approvals', page } };
  const waiting = world.found.memberships.slice(0, 7);
  if (waiting.length === 0) return saidFirst([...first, line('coordination:noApprovals')], mainMenu(world));
  const choices: Choice[] = waiting.map((membership) => ({
    label: line('coordination:approvalItem', {
      name: { name: membership.accountId },
      role: { text: `coordination:role.${membership.role}` },
    }),
    action: { do: 'approval', membership: membership.id },
  }));
  if (world.found.memberships.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'approvals', page: page + 1 } });
  return reply({ name: 'menu' }, [...first, line('coordination:approvals')], [...choices, menuChoice]);
}

/** Whoever proposed an account, and the account itself, cannot be the second human. */
export function showApproval(world: World, membershipId: string): Step {
  if (!mayApprove(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'membership', membershipId } };
  const membership = world.found.memberships[0];
  if (membership === undefined || membership.accountId === world.account?.id)
    return saidFirst([line('common:notYours')], mainMenu(world));
  if (membership.state !== 'proposed') return saidFirst([line('coordination:approvalDone')], mainMenu(world));
  const where =
    membership.departmentId === null ? { area: membership.areaId } : { department: membership.departmentId };
  return reply(
    { name: 'menu' },
    [
      line('coordination:approvalAsk', {
        name: { name: membership.accountId },
        role: { text: `coordination:role.${membership.role}` },
        where,
      }),
    ],
    [
      { label: line('coordination:approve'), action: { do: 'approve', membership: membership.id } },
      { label: line('coordination:decline'), action: { do: 'decline', membership: membership.id } },
      menuChoice,
    ],
  );
}

export function decideApproval(world: World, membershipId: string, approved: boolean): Step {
  const shown = showApproval(world, membershipId);
  const membership = world.found?.memberships[0];
  if (
    'search' in shown ||
    membership === undefined ||
    membership.state !== 'proposed' ||
    membership.accountId === world.account?.id
  )
    return shown;
  return saidFirst(
    [line(approved ? 'coordination:approved' : 'coordination:declined', { name: { name: membership.accountId } })],
    mainMenu(world),
    {
      changes: [{ fact: approved ? 'membershipApproved' : 'membershipDeclined', membership }],
      messages: approved
        ? [
            {
              to: { account: membership.accountId },
              lines: [line('coordination:youAreApproved')],
              choices: [menuChoice],
            },
          ]
        : [],
    },
  );
}

/** Calls to make, because something was not read. */
export function listCalls(world: World, page: number): Step {
  if (!mayCall(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'calls', page } };
  const calls = world.found.calls.slice(0, 7);
  if (calls.length === 0) return saidFirst([line('coordination:noCalls')], mainMenu(world));
  const choices: Choice[] = calls.map((call) => ({
    label: line('coordination:callItem', { name: { name: call.accountId } }),
    action: { do: 'call', task: call.id },
  }));
  if (world.found.calls.length > 7)
    choices.push({ label: line('common:more'), action: { do: 'calls', page: page + 1 } });
  return reply({ name: 'menu' }, [line('coordination:calls')], [...choices, menuChoice]);
}

export function showCall(world: World, taskId: string): Step {
  if (!mayCall(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'calls', page: 0, taskId } };
  const call = world.found.calls[0];
  if (call === undefined) return saidFirst([line('coordination:callDone')], mainMenu(world));
  return reply(
    { name: 'menu' },
    [line(`coordination:${call.kind}`, { name: { name: call.accountId }, phone: { phone: call.accountId } })],
    [
      { label: line('coordination:callReached'), action: { do: 'called', task: call.id, reached: true } },
      { label: line('coordination:callMissed'), action: { do: 'called', task: call.id, reached: false } },
      menuChoice,
    ],
  );
}

export function finishCall(world: World, taskId: string, reached: boolean): Step {
  const shown = showCall(world, taskId);
  const call = world.found?.calls[0];
  if ('search' in shown || call === undefined) return shown;
  const outcome: Outcome = saidFirst(
    [line(reached ? 'coordination:callNoted' : 'coordination:callAgain')],
    mainMenu(world),
  );
  return { ...outcome, changes: [{ fact: 'personCalled', call, reached }] };
}
