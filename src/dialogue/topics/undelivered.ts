import { type Choice, reply, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';
import { backToOverdue } from './overdue.ts';
import { withFound } from './roster.ts';

/** Messages that were given up: for whom, of what kind and since when, not what they say. One tap sends one again. */
export function listUndelivered(world: World, page: number): Step {
  return withFound(world, { what: 'undelivered', page }, ({ letters }) => {
    if (letters.length === 0) return saidFirst([line('undelivered:none')], mainMenu(world));
    const choices: Choice[] = letters.slice(0, 7).map(({ id, accountId, kind, since }) => ({
      label: line('undelivered:item', {
        name: { name: accountId },
        kind: { text: `undelivered:kind.${kind}` },
        since: { moment: since },
      }),
      action: { do: 'resend', message: id },
    }));
    if (letters.length > 7) choices.push({ label: line('common:more'), action: { do: 'undelivered', page: page + 1 } });
    return reply({ name: 'menu' }, [line('undelivered:list')], [...choices, backToOverdue, menuChoice]);
  });
}

export function resend(world: World, message: string): Step {
  return withFound(world, { what: 'undelivered', page: 0, message }, ({ letters }) => {
    const letter = letters[0];
    if (letter === undefined) return saidFirst([line('undelivered:gone')], mainMenu(world));
    return reply(
      { name: 'menu' },
      [line('undelivered:resent', { name: { name: letter.accountId } })],
      [{ label: line('undelivered:others'), action: { do: 'undelivered', page: 0 } }, backToOverdue, menuChoice],
      { changes: [{ fact: 'messageResent', message }] },
    );
  });
}
