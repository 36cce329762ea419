import { type Message, reply, type Step } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { humanChoice, menuChoice } from './menu.ts';
import { showPerson, withFile } from './roster.ts';
import { fileChoice } from './teams.ts';

/** 保密档案: for somebody under eighteen, or whose record is closed by law. What that means, before it is done. */
export function askShielding(world: World, account: string): Step {
  return withFile(world, account, () =>
    reply(
      { name: 'menu' },
      [line('ownData:shieldAsk')],
      [{ label: line('ownData:shield'), action: { do: 'shield', account, on: true } }, fileChoice(account), menuChoice],
    ),
  );
}

/** Helpers see nothing of the file from their next tap on, and what waits for them about it is not sent. The person is told. */
export function shield(world: World, account: string, on: boolean): Step {
  return withFile(world, account, (file, openRequests) => {
    const { id, version, shielded } = file.person;
    if (shielded === on) return showPerson(file, openRequests);
    const said = line(on ? 'ownData:shieldDone' : 'ownData:unshieldDone');
    const outcome = showPerson({ ...file, person: { ...file.person, shielded: on } }, openRequests, [said]);
    const told: Message = {
      to: { account },
      discreet: true,
      lines: [line(on ? 'ownData:shieldTold' : 'ownData:unshieldTold')],
      choices: [humanChoice],
    };
    return {
      ...outcome,
      changes: [{ fact: 'fileShielded', person: { id, version }, shielded: on }],
      messages: [...outcome.messages, told],
    };
  });
}
