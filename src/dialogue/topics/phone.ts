import type { PhoneAction } from '../actions/phone.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Topic } from '../topic.ts';
import type { Command, World } from '../world.ts';
import { newLinkLines } from './coordination.ts';
import { officeLines } from './joining.ts';
import { backChoice, humanChoice, languageChoice, mainMenu, menuChoice } from './menu.ts';
import { coordinates } from './registering.ts';

/** Words that work wherever a chat stands, whoever's it is: somebody may be looking over a shoulder just now. */
export const phoneWords = [
  ['hide', { do: 'hideScreens' }],
  ['show', { do: 'showScreens' }],
  ['leavePhone', { do: 'leavePhone' }],
  ['phone', { do: 'phone' }],
] as const satisfies readonly (readonly [Command, PhoneAction])[];

export function onPhoneAction(topic: Topic, action: PhoneAction, world: World): Step {
  switch (action.do) {
    case 'phone':
      return showPhone(world);
    case 'hideScreens':
      return reply({ name: 'menu' }, [line('phone:hidden')], [menuChoice], { changes: [{ fact: 'screensHidden' }] });
    case 'showScreens':
      return saidFirst([line('phone:shown')], mainMenu(world), { changes: [{ fact: 'screensShown' }] });
    case 'leavePhone':
      return askLeaving();
    case 'leavePhoneNow':
      return topic.name === 'leavingPhone' ? leave(world) : askLeaving();
    case 'tellFolded':
      return tellFolded(world, action.folded);
    case 'lostPhone':
      return endPhones(world, action.account);
  }
}

const hideChoice: Choice = { label: line('phone:hide'), action: { do: 'hideScreens' } };
const leaveChoice: Choice = { label: line('phone:leave'), action: { do: 'leavePhone' } };

/** How news arrives, and what can be done about the phone in one's hand. */
function showPhone({ person }: World, first: readonly Line[] = []): Outcome {
  const own = [hideChoice, leaveChoice, menuChoice, humanChoice];
  if (person === null) return reply({ name: 'menu' }, [line('phone:worker')], own);
  const isFolded = person.plainlySince === null;
  const other: Choice = {
    label: line(isFolded ? 'phone:tellPlainly' : 'phone:tellFolded'),
    action: { do: 'tellFolded', folded: !isFolded },
  };
  return reply({ name: 'menu' }, [...first, line(isFolded ? 'phone:isFolded' : 'phone:isPlain')], [other, ...own]);
}

function tellFolded(world: World, folded: boolean): Step {
  const { person, now } = world;
  if (person === null) return mainMenu(world);
  if ((person.plainlySince === null) === folded) return showPhone(world);
  const after = { ...person, plainlySince: folded ? null : now.toISOString() };
  const { id, version } = person;
  const said = showPhone({ ...world, person: after }, [line('phone:changed')]);
  return { ...said, changes: [{ fact: folded ? 'foldedChosen' : 'plainlyChosen', person: { id, version } }] };
}

/** One question, so that no slip of a finger shuts anybody out. */
export function askLeaving(): Outcome {
  return reply(
    { name: 'leavingPhone' },
    [line('phone:askLeaving')],
    [{ label: line('phone:leaveNow'), action: { do: 'leavePhoneNow' } }, backChoice],
  );
}

function leave(world: World): Step {
  const { account } = world;
  if (account === null) return mainMenu(world);
  return reply({ name: 'stranger' }, [line('phone:left'), ...officeLines(world)], [languageChoice(world)], {
    changes: [{ fact: 'phoneLeft', account: account.id }],
  });
}

/** A lost phone shows nothing more from this moment on; the new link is at hand at once. */
function endPhones(world: World, account: string): Step {
  if (!coordinates(world)) return mainMenu(world);
  if (world.found === null) return { search: { what: 'people', page: 0, accountId: account } };
  if (world.found.people.length === 0) return saidFirst([line('common:notYours')], mainMenu(world));
  const code = world.draw.code();
  return reply({ name: 'menu' }, newLinkLines('phone:ended', account, code), [menuChoice], {
    changes: [
      { fact: 'phonesEnded', account },
      { fact: 'linkReissued', account, code },
    ],
  });
}
