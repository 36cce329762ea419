import { type Department, departmentFor } from '../../organisation/directory.ts';
import { answerWithinFor } from '../../organisation/settings.ts';
import type { OwnDataSection } from '../actions/ownData.ts';
import { type Choice, type Outcome, reply, type Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { OwnData, World } from '../world.ts';
import { continueForm } from './help.ts';
import { declined } from './joining.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';

/** What is held about the sender. Somebody who has no file gets the menu. */
export function withOwnData(world: World, then: (data: OwnData) => Step): Step {
  if (world.person === null) return mainMenu(world);
  if (world.found === null) return { search: { what: 'ownData' } };
  const data = world.found.ownData;
  return data?.file.person.id === world.person.id ? then(data) : mainMenu(world);
}

/** One screen of it, with the way back to the list. */
export function ownDataScreen(
  section: OwnDataSection,
  lines: readonly Line[],
  choices: readonly Choice[] = [],
  also: Parameters<typeof reply>[3] = {},
): Outcome {
  return reply({ name: 'ownData', section }, lines, [...choices, backChoice, humanChoice], also);
}

export function sectionChoice(section: OwnDataSection): Choice {
  return { label: line(`ownData:${section}`), action: { do: 'ownData', section } };
}

/** Who does not want to be contacted here goes back to the words about that. */
export function leaveOwnData(world: World): Outcome {
  return world.person?.state === 'declined' ? declined(world, world.person) : mainMenu(world);
}

/** How long what is kept, by when there is an answer, and the ways to complain and to leave. */
export function showKeeping(world: World): Outcome {
  const { count } = answerWithinFor(world.directory, world.person?.areaId ?? '', 'myData');
  const kept = (['file', 'needs', 'notes', 'messages', 'consents'] as const).map((what) =>
    line(`ownData:keep.${what}`),
  );
  return ownDataScreen(
    'keeping',
    [line('ownData:keepingTitle'), ...kept, line('ownData:keepAnswer', { days: { number: String(count) } })],
    [
      { label: line('ownData:complain'), action: { do: 'askAboutData', matter: 'complaint' } },
      { label: line('ownData:askBureau'), action: { do: 'askAboutData', matter: 'unsure' } },
      sectionChoice('erase'),
    ],
  );
}

/**
 * A request to the bureau that answers for what is held. Whom nobody may write to here could not be answered here, so they
 * get the address and the number.
 */
export function askAboutData(world: World, matter: 'correct' | 'complaint' | 'unsure'): Outcome {
  const { person } = world;
  if (person === null) return mainMenu(world);
  if (person.state === 'agreed') return continueForm(world, 'myData', [{ question: 'matter', option: matter }]);
  const { id }: Department = departmentFor(world.directory, person.areaId, 'myData');
  return ownDataScreen('keeping', [
    line('ownData:complainHere', { address: { departmentAddress: id }, phone: { departmentPhone: id } }),
  ]);
}
